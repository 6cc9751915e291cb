using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>A load to forecast by itself, outside a plan: equal bins, oldest first.</summary>
/// <param name="Start">Start of the first bin.</param>
/// <param name="Bin">Length of a bin.</param>
/// <param name="Values">0 or more; NaN where a bin is absent.</param>
public sealed record LoadHistory(Instant Start, TimeSpan Bin, ImmutableArray<double> Values)
{
    public Instant End => Start + Bin * Values.Length;

    /// <summary>In steps of whole bins that end with the last bin whose step is whole by the clock; a step is there when half of its bins are.</summary>
    /// <exception cref="ArgumentException">The step is not a whole number of bins.</exception>
    internal LoadSeries InSteps(TimeSpan step)
    {
        if (step < Bin || step.Ticks % Bin.Ticks != 0)
        {
            throw new ArgumentException($"A step of {step} is not a whole number of bins of {Bin}.", nameof(step));
        }

        var per = (int)(step.Ticks / Bin.Ticks);
        var end = End.FloorTo(step) > Start ? End.FloorTo(step) : End;
        var count = (int)((end - Start).Ticks / Bin.Ticks);
        var bins = Grid([.. Values.AsSpan(0, count)], Bin, end);
        return per == 1 ? LoadSeries.Of(bins) : new LoadSeries(Means(bins, per), bins);
    }

    private static DemandGrid Means(DemandGrid bins, int per)
    {
        var means = new double[bins.Length / per];
        for (var i = 0; i < means.Length; i++)
        {
            var (sum, present) = (0.0, 0);
            for (var at = bins.Length - (means.Length - i) * per; at < bins.Length - (means.Length - i - 1) * per; at++)
            {
                sum += bins.Values[at];
                present += bins.IsPresent(at) ? 1 : 0;
            }

            means[i] = present * 2 >= per ? sum / present : double.NaN;
        }

        return Grid(means, bins.Step * per, bins.End);
    }

    private static DemandGrid Grid(double[] values, TimeSpan step, Instant end) =>
        new([.. values.Select(v => double.IsNaN(v) ? 0 : v)], [.. values.Select(v => !double.IsNaN(v))], step, end);
}
