namespace SageServe.Cli;

/// <summary>One case.</summary>
internal sealed record CaseReport
{
    public required string Name { get; init; }

    public required string What { get; init; }

    /// <summary>Whole answers, all connections busy.</summary>
    public required PhaseReport Whole { get; init; }

    /// <summary>Streams, all connections busy.</summary>
    public required PhaseReport Stream { get; init; }

    /// <summary>Whole answers, one connection at a fixed low rate.</summary>
    public required PhaseReport LowRate { get; init; }

    /// <summary>The most resident memory of the proxy, bytes.</summary>
    public required long PeakRssBytes { get; init; }
}
