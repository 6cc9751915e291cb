using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// When a volume of work will be done, given the headroom to come. The work done by a time and the work to be done are taken as
/// log-normal: a median and a relative spread, which holds what the forecast, the pace, the estimate and later arrivals may be off by.
/// O(steps).
/// </summary>
/// <param name="curve">The headroom to come.</param>
/// <param name="pace">How much of it patient work gets.</param>
/// <param name="inflow">What is yet to come and may go first, by window.</param>
/// <param name="options">Spreads.</param>
internal sealed class FinishForecast(
    HeadroomCurve curve, ReleasePace pace, ImmutableArray<(TimeSpan Window, double Rate)> inflow, PromiseOptions options)
{
    private readonly double _confidence = Normal.Quantile(options.Confidence);
    private readonly double _lasts = Math.Exp(-curve.Step / options.ErrorLasts);

    /// <param name="volume">Replica seconds to be done until this work is, its own included.</param>
    /// <param name="own">Its own part.</param>
    /// <param name="done">Share of its lines that ended.</param>
    /// <param name="group">Whose it is.</param>
    public FinishEstimate Of(double volume, double own, double done, in BacklogGroup group)
    {
        var tail = TimeSpan.FromSeconds(group.TailSeconds);
        if (volume <= 0)
        {
            return new FinishEstimate(curve.Start + tail, curve.Start + tail, curve.Start + tail <= group.Deadline ? 1 : 0);
        }

        var work = options.WorkSpread * (1 - done) * own / volume;
        var due = group.Deadline - tail;
        Instant? p50 = null, p90 = null;
        var onTime = due <= curve.Start ? 0 : double.NaN;
        var before = new Reach(curve.Start, 0, 0, 0, volume);
        for (var i = 0; i < curve.Steps.Length && (p90 is null || double.IsNaN(onTime)); i++)
        {
            var after = Next(before, curve.Steps[i], group.Deadline);
            p50 ??= Crossing(before, after, volume, work, 0);
            p90 ??= Crossing(before, after, volume, work, _confidence);
            if (double.IsNaN(onTime) && due <= after.At)
            {
                onTime = Normal.Chance(Score(Between(before, after, (due - before.At) / curve.Step), volume, work));
            }

            before = after;
        }

        return new FinishEstimate(p50 + tail, p90 + tail, double.IsNaN(onTime) ? Normal.Chance(Score(before, volume, work)) : onTime);
    }

    /// <summary>Errors of neighbouring steps go together, so that spreads add up faster than those of independent ones.</summary>
    private Reach Next(in Reach before, in HeadroomStep step, Instant deadline)
    {
        var seconds = curve.Step.TotalSeconds * pace.Share;
        var spread = step.Spread * seconds;
        return new Reach(
            before.At + curve.Step,
            before.Done + step.Median * seconds,
            before.Variance + spread * (spread + 2 * before.Lasting),
            (before.Lasting + spread) * _lasts,
            before.Volume + Overtaking(before.At, deadline) * curve.Step.TotalSeconds);
    }

    /// <summary>Replica seconds a second that come in at this time and are due before this work.</summary>
    private double Overtaking(Instant at, Instant deadline)
    {
        double rate = 0;
        foreach (var (window, coming) in inflow)
        {
            rate += at + window < deadline ? coming : 0;
        }

        return rate;
    }

    /// <summary>How many deviations the work done by then is above the work to be done.</summary>
    private double Score(in Reach reach, double volume, double work)
    {
        if (reach.Done <= 0)
        {
            return double.NegativeInfinity;
        }

        var later = options.InflowSpread * (reach.Volume - volume) / reach.Volume;
        var spread = Math.Sqrt(pace.Variance + reach.Variance / (reach.Done * reach.Done) + work * work + later * later);
        return Math.Log(reach.Done / reach.Volume) / Math.Max(spread, 1e-6);
    }

    private Instant? Crossing(in Reach before, in Reach after, double volume, double work, double score)
    {
        if (Score(after, volume, work) < score)
        {
            return null;
        }

        double low = 0, high = 1;
        for (var i = 0; i < 16; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Score(Between(before, after, middle), volume, work) >= score ? (low, middle) : (middle, high);
        }

        return before.At + curve.Step * high;
    }

    private static Reach Between(in Reach a, in Reach b, double share) => new(
        a.At + (b.At - a.At) * share,
        a.Done + (b.Done - a.Done) * share,
        a.Variance + (b.Variance - a.Variance) * share,
        a.Lasting + (b.Lasting - a.Lasting) * share,
        a.Volume + (b.Volume - a.Volume) * share);

    /// <param name="At">Up to when.</param>
    /// <param name="Done">Median of the work done by then.</param>
    /// <param name="Variance">Of that, by the forecast's errors.</param>
    /// <param name="Lasting">What of the last errors still lasts.</param>
    /// <param name="Volume">Work to be done by then: what waits now, and what came in and goes first.</param>
    private readonly record struct Reach(Instant At, double Done, double Variance, double Lasting, double Volume);
}
