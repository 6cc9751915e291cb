namespace SageServe.Simulator;

/// <summary>What a trace is like, as the reference paper characterises its own: mixes, rhythm, bursts, sizes, reuse.</summary>
public sealed record TraceDescription
{
    public required string File { get; init; }

    public required string Format { get; init; }

    public required long Requests { get; init; }

    /// <summary>From the first request to the last.</summary>
    public required double Seconds { get; init; }

    public required double MeanRate { get; init; }

    /// <summary>Standard deviation over mean of the times between arrivals; 1 is Poisson's.</summary>
    public required double? InterArrivalCv { get; init; }

    public required IReadOnlyList<DispersionFigure> Dispersion { get; init; }

    /// <summary>Correlation of hourly counts with those a day before; null with less than two days.</summary>
    public required double? DiurnalScore { get; init; }

    /// <summary>By tier; empty when the trace tells none.</summary>
    public required SortedDictionary<string, TierFigures> Tiers { get; init; }

    /// <summary>Share of the requests by model; empty when the trace tells none.</summary>
    public required SortedDictionary<string, double> Models { get; init; }

    /// <summary>Share of the requests by region of origin; empty when the trace tells none.</summary>
    public required SortedDictionary<string, double> Regions { get; init; }

    /// <summary>By model: requests of its busiest region over those of its quietest.</summary>
    public required SortedDictionary<string, double> RegionSkew { get; init; }

    public required TokenFigures PromptTokens { get; init; }

    public required TokenFigures OutputTokens { get; init; }

    /// <summary>Pearson's, of prompt and output tokens.</summary>
    public required double? PromptOutputCorrelation { get; init; }

    /// <summary>Null when the trace tells no prefixes.</summary>
    public required PrefixFigures? Prefixes { get; init; }

    /// <summary>Length of the bins of <see cref="Rate"/>.</summary>
    public required double RateBinSeconds { get; init; }

    /// <summary>Requests a second over time.</summary>
    public required IReadOnlyList<double> Rate { get; init; }
}
