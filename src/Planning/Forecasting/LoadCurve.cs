using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Load">Prompt tokens per second to plan for, one figure per step: interactive median, margin and patient share.</param>
/// <param name="Median">The interactive part's median alone: what observed demand is compared with.</param>
internal sealed record LoadCurve(ImmutableArray<double> Load, ImmutableArray<double> Median)
{
    /// <summary>The interactive part with its band, as far as it is forecast.</summary>
    public ImmutableArray<ForecastPoint> Interactive { get; init; } = [];

    /// <summary>What patient work adds.</summary>
    public PatientLoad Patient { get; init; }

    /// <summary>The least load at any step: up to it patient work that is due fills what interactive work is expected to leave. 0 where none is.</summary>
    public double Level { get; init; }

    /// <param name="points">Forecast of the interactive part as one series; empty when there is none.</param>
    /// <param name="patient">Its share is added at every step; what is due fills the troughs.</param>
    /// <param name="horizon">Steps.</param>
    /// <param name="riskShare">How far up to the band's edge to plan.</param>
    public static LoadCurve Of(ImmutableArray<ForecastPoint> points, PatientLoad patient, int horizon, double riskShare)
    {
        var load = new double[horizon];
        var median = new double[horizon];
        for (var i = 0; i < horizon; i++)
        {
            median[i] = i < points.Length ? points[i].Median : 0;
            load[i] = patient.Share + median[i] + (i < points.Length ? Margin(points[i], riskShare) : 0);
        }

        var level = patient.Due > 0 ? WaterLevel.Of(median.Select(m => m + patient.Apart), patient.Due) : 0;
        return new LoadCurve([.. load.Select(l => Math.Max(l, level))], [.. median]) { Interactive = points, Patient = patient, Level = level };
    }

    /// <summary>What is planned above the median.</summary>
    public static double Margin(ForecastPoint point, double riskShare)
    {
        var margin = riskShare * (point.High - point.Median);
        Invariant.Holds(double.IsFinite(margin) && margin >= 0 && point.Median >= 0, "a forecast is a finite, non-negative number");
        return margin;
    }
}
