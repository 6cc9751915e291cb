using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Bands that are the truth: the mean demand of each coming step, without a margin. What lies beyond the last bin told counts as the
/// last step.
/// </summary>
internal sealed class TrueBands(DemandHistory future, Instant start, int binsPerStep) : IBandSource
{
    public const string Method = "truth";

    public Instant Start => start;

    public IEnumerable<DemandSeriesId> Series => future.Series.Keys;

    public ForecastBand Band(IReadOnlyList<DemandSeriesId> series, ForecastWindow window)
    {
        var first = future.Number(start);
        var known = future.End is { } end ? (int)Math.Clamp((future.Number(end) - first) / binsPerStep, 0, window.Horizon) : 0;
        var points = ImmutableArray.CreateBuilder<ForecastPoint>(window.Horizon);
        for (var i = 0; i < window.Horizon; i++)
        {
            var load = i < known || i == 0 ? series.Sum(id => Mean(id, first + (long)i * binsPerStep)) : points[^1].Median;
            points.Add(new ForecastPoint(start + future.Bin * binsPerStep * i, load, load, load));
        }

        return new ForecastBand(Method, Method, "The demand that will come, as only a simulation can know it.", null, points.MoveToImmutable());
    }

    public double? Newest(DemandSeriesId series) => Mean(series, future.Number(start));

    public int Known(DemandSeriesId series) => int.MaxValue;

    /// <summary>A bin that is not told of brought nothing.</summary>
    private double Mean(DemandSeriesId id, long from)
    {
        var (mean, present) = future.Series[id].Mean(from, from + binsPerStep);
        return mean.PromptTokens * present / binsPerStep;
    }
}
