namespace SageServe.Shared;

/// <summary>How a request ended, in figures.</summary>
public sealed record StoryEnd
{
    public required Instant At { get; init; }

    public required RequestOutcome Outcome { get; init; }

    /// <summary>HTTP status that the client got; none when it left before, and in a decision log.</summary>
    public int? Status { get; init; }

    /// <summary>Where it was served; none when it was not.</summary>
    public RegionId? ServedIn { get; init; }

    public InstanceId? Instance { get; init; }

    public int Attempts { get; init; }

    /// <summary>Time held at the gateway.</summary>
    public double HeldSeconds { get; init; }

    /// <summary>Arrival to the first token of a stream.</summary>
    public double? TtftSeconds { get; init; }

    /// <summary>The gateway's own time before the first attempt.</summary>
    public double? OverheadSeconds { get; init; }

    /// <summary>Arrival to the last byte.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>As the engine counted; none where it did not say.</summary>
    public int? PromptTokens { get; init; }

    public int OutputTokens { get; init; }
}
