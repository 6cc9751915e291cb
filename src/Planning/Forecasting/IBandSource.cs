namespace SageServe.Planning;

/// <summary>Where the expected course of demand comes from: learnt from the past, or (bounds only) the truth.</summary>
internal interface IBandSource
{
    /// <summary>Start of the first step of every band.</summary>
    Instant Start { get; }

    /// <summary>Sorted: every series of which something is known or expected.</summary>
    IEnumerable<DemandSeriesId> Series { get; }

    /// <summary>The sum of these series, interactive ones of one model, as one.</summary>
    ForecastBand Band(IReadOnlyList<DemandSeriesId> series, ForecastWindow window);

    /// <summary>The newest step of the series; null when absent.</summary>
    double? Newest(DemandSeriesId series);

    /// <summary>Steps of the series that are known.</summary>
    int Known(DemandSeriesId series);
}
