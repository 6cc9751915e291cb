namespace SageServe.Cli;

/// <summary>What happened to one request. Times count from the start of the load, in request time.</summary>
internal sealed record CallResult
{
    public required Arrival Arrival { get; init; }

    /// <summary>When the client really sent it; later than scheduled when the client could not keep up.</summary>
    public required TimeSpan SentAt { get; init; }

    /// <summary>First token of a stream; null for other calls.</summary>
    public TimeSpan? FirstTokenAt { get; init; }

    /// <summary>Last token of a stream.</summary>
    public TimeSpan? LastTokenAt { get; init; }

    public required TimeSpan EndedAt { get; init; }

    /// <summary>From <c>usage</c>; chunks counted where there is none.</summary>
    public int OutputTokens { get; init; }

    public required CallOutcome Outcome { get; init; }

    /// <summary>HTTP status; 0 when there was no answer.</summary>
    public int Status { get; init; }

    /// <summary>Replicas tried, as the gateway says in <c>x-sageserve-attempts</c>; 1 where it says nothing.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Region that served it, if the gateway says so.</summary>
    public string? ServedIn { get; init; }

    /// <summary>First line of what went wrong.</summary>
    public string? Error { get; init; }

    public TimeSpan? Ttft => FirstTokenAt - Arrival.At;

    public TimeSpan EndToEnd => EndedAt - Arrival.At;

    /// <summary>Mean time between tokens after the first; null for calls that do not stream and for single tokens.</summary>
    public TimeSpan? Tbt => FirstTokenAt is { } first && LastTokenAt is { } last && OutputTokens > 1 ? (last - first) / (OutputTokens - 1) : null;
}
