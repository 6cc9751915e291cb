namespace SageServe.Shared;

/// <summary>One decision about a request, or the end of one attempt to carry it out; members that its kind does not use are left out.</summary>
public readonly record struct StoryStep
{
    public required Instant At { get; init; }

    public required StoryStepKind Kind { get; init; }

    /// <summary>Forwarded: the replica.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Forwarded and Relayed: where to.</summary>
    public RegionId? Region { get; init; }

    /// <summary>Forwarded and Relayed: 1 for the first attempt.</summary>
    public int? Attempt { get; init; }

    /// <summary>Held: the longest wait.</summary>
    public Instant? Until { get; init; }

    /// <summary>AttemptEnded: how.</summary>
    public AttemptOutcome? Ended { get; init; }

    /// <summary>AttemptEnded: the upstream's HTTP status, none when it sent none. Refused: ours.</summary>
    public int? Status { get; init; }

    /// <summary>Refused: the error's <c>code</c>, where it is not routing's.</summary>
    public string? Code { get; init; }

    /// <summary>Refused: when a retry may succeed. AttemptEnded: how long the upstream asked to be left alone. In seconds.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>Refused and Finished.</summary>
    public RequestOutcome? Outcome { get; init; }

    /// <summary>Why routing decided so.</summary>
    public ReasonSet? Reasons { get; init; }
}
