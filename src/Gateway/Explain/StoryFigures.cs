namespace SageServe.Gateway;

/// <summary>How a remembered request ended, as it is kept.</summary>
internal readonly record struct StoryFigures
{
    private Instant At { get; init; }

    private RequestOutcome Outcome { get; init; }

    private int Status { get; init; }

    private RegionId ServedIn { get; init; }

    private InstanceId Instance { get; init; }

    private int Attempts { get; init; }

    private TimeSpan Held { get; init; }

    private TimeSpan? Ttft { get; init; }

    private TimeSpan? Overhead { get; init; }

    private int? PromptTokens { get; init; }

    private int OutputTokens { get; init; }

    /// <param name="seen">What happened.</param>
    /// <param name="exchange">On its way.</param>
    /// <param name="status">HTTP status that the client got; 0 when it got none.</param>
    public static StoryFigures Of(RequestObservation seen, Exchange exchange, int status) => new()
    {
        At = seen.EndedAt,
        Outcome = seen.Outcome,
        Status = status,
        ServedIn = seen.ServedIn,
        Instance = seen.Instance,
        Attempts = seen.Attempts,
        Held = seen.Held,
        Ttft = seen.Ttft,
        Overhead = exchange.FirstForwardAt - seen.Arrived - exchange.HeldBeforeFirstForward,
        PromptTokens = exchange.PromptTokens,
        OutputTokens = seen.OutputTokens,
    };

    public StoryEnd ToEnd(Instant arrived) => new()
    {
        At = At,
        Outcome = Outcome,
        Status = Status == 0 ? null : Status,
        ServedIn = ServedIn.IsNone ? null : ServedIn,
        Instance = Instance.IsNone ? null : Instance,
        Attempts = Attempts,
        HeldSeconds = Held.TotalSeconds,
        TtftSeconds = Ttft?.TotalSeconds,
        OverheadSeconds = Overhead is { } own ? Math.Max(0, own.TotalSeconds) : null,
        TotalSeconds = (At - arrived).TotalSeconds,
        PromptTokens = PromptTokens,
        OutputTokens = OutputTokens,
    };
}
