using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Forecast of one demand series in prompt tokens per second.</summary>
/// <param name="Series">What it forecasts.</param>
/// <param name="Method">The forecaster that won.</param>
/// <param name="Peak">Peak of the planning window that capacity is planned for.</param>
/// <param name="ErrorRatio">Rolling WAPE of the method; null before it can be known.</param>
/// <param name="Points">The coming bins.</param>
public sealed record SeriesForecast(
    DemandSeriesId Series,
    string Method,
    double Peak,
    double? ErrorRatio,
    ImmutableArray<ForecastPoint> Points)
{
    /// <summary>Its error over that of the last value, lately; below one it does better. Null before it can be known.</summary>
    public double? ErrorOverLastValue { get; init; }

    /// <summary>Share of what came, lately, within its 5 to 95 % band. Null before it can be known.</summary>
    public double? Coverage90 { get; init; }

    /// <summary>True while the last value does better.</summary>
    public bool FallsBack { get; init; }

    /// <summary>The planning window at several leads, shortest first; empty in plans of earlier versions.</summary>
    public ImmutableArray<WindowOutlook> Windows { get; init; } = [];
}
