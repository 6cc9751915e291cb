namespace SageServe.Routing;

/// <summary>One thing to do, for any request of the model, with the reasons for it.</summary>
public readonly record struct FlowEffect
{
    public required FlowEffectKind Kind { get; init; }

    /// <summary>The request; null only for WakeAt.</summary>
    public InferenceRequest? Request { get; init; }

    /// <summary>Forward.</summary>
    public InstanceId Instance { get; init; }

    /// <summary>Relay: where to; Forward: the home region.</summary>
    public RegionId Region { get; init; }

    /// <summary>Forward and Relay: 1 for the first attempt; what a peer refused for lack of room is none.</summary>
    public int Attempt { get; init; }

    /// <summary>Hold: longest wait. WakeAt: the moment.</summary>
    public Instant Until { get; init; }

    /// <summary>Reject: HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>Reject: honest estimate of when a retry may succeed (not capped; the shell caps the header at 60 s).</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Reject and Finish.</summary>
    public RequestOutcome Outcome { get; init; }

    /// <summary>
    /// Evict of what ran: output tokens that it had got and that are lost, as told, or a guess where nothing is told before the end. For
    /// counting only; not in its JSON.
    /// </summary>
    public int LostTokens { get; init; }

    public ReasonSet Reasons { get; init; }
}
