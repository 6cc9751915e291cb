namespace SageServe.Routing;

/// <summary>
/// When the replicas will have offered patient work so much, given the headroom to come. What they offer by a time and what is to be done are
/// taken as log-normal: a median and a relative spread, which holds what the forecast, the pace, the estimate and later arrivals may be
/// off by. O(steps) to make, O(log steps) for each answer.
/// </summary>
internal sealed class FinishForecast
{
    private readonly HeadroomCurve _curve;
    private readonly ReleasePace _pace;
    private readonly PromiseOptions _options;
    private readonly double _confidence;
    private readonly Reach[] _reach;

    /// <param name="curve">The headroom to come.</param>
    /// <param name="pace">How much of it patient work gets.</param>
    /// <param name="options">Spreads.</param>
    public FinishForecast(HeadroomCurve curve, ReleasePace pace, PromiseOptions options)
    {
        (_curve, _pace, _options) = (curve, pace, options);
        _confidence = Normal.Quantile(options.Confidence);
        _reach = new Reach[curve.Steps.Length + 1];
        _reach[0] = new Reach(curve.Start, 0, 0, 0);
        var lasts = Math.Exp(-curve.Step / options.ErrorLasts);
        for (var i = 0; i < curve.Steps.Length; i++)
        {
            // Errors of neighbouring steps go together, so that spreads add up faster than those of independent ones.
            var (before, step) = (_reach[i], curve.Steps[i]);
            var seconds = curve.Step.TotalSeconds * pace.Share;
            var spread = step.Spread * seconds;
            _reach[i + 1] = new Reach(
                before.At + curve.Step, before.Done + step.Median * seconds, before.Variance + spread * (spread + 2 * before.Lasting), (before.Lasting + spread) * lasts);
        }
    }

    /// <summary>Replica seconds on offer in each step: the median, or what is exceeded with the confidence of the options.</summary>
    public double[] Capacities(bool low)
    {
        var capacities = new double[_curve.Steps.Length];
        var before = 0.0;
        for (var i = 0; i < capacities.Length; i++)
        {
            var reach = _reach[i + 1];
            var by = low && reach.Done > 0 ? reach.Done * Math.Exp(-_confidence * Math.Sqrt(_pace.Variance + reach.Variance / (reach.Done * reach.Done))) : reach.Done;
            capacities[i] = Math.Max(0, by - before);
            before = Math.Max(before, by);
        }

        return capacities;
    }

    /// <param name="median">On offer until it is done, if all goes as expected.</param>
    /// <param name="low">The same if there is as little headroom as there is with the confidence of the options.</param>
    /// <param name="own">Replica seconds of this work itself.</param>
    /// <param name="done">Share of its lines that ended.</param>
    /// <param name="group">Whose it is.</param>
    public FinishEstimate Of(in WorkBefore median, in WorkBefore low, double own, double done, in BacklogGroup group)
    {
        var tail = TimeSpan.FromSeconds(group.TailSeconds);
        if (median.Seconds <= 0)
        {
            return new FinishEstimate(_curve.Start + tail, _curve.Start + tail, _curve.Start + tail <= group.Deadline ? 1 : 0);
        }

        var (likely, slow) = (TargetOf(median, own, done), TargetOf(low, own, done));
        return new FinishEstimate(Crossing(likely, 0) + tail, Crossing(slow, _confidence) + tail, OnTime(group.Deadline - tail, likely, slow));
    }

    private Target TargetOf(in WorkBefore before, double own, double done)
    {
        var work = _options.WorkSpread * (1 - done) * own / before.Seconds;
        var later = _options.InflowSpread * before.Inflow / before.Seconds;
        return new Target(before.Seconds, work * work + later * later);
    }

    /// <summary>What is to be done changes evenly from the expected to the slow case, and so does the chance.</summary>
    private double OnTime(Instant due, in Target likely, in Target slow)
    {
        if (due <= _curve.Start)
        {
            return 0;
        }

        var reach = At(due);
        var (most, least) = (Score(reach, likely), Score(reach, slow));
        if (most <= 0 || least >= _confidence)
        {
            return Normal.Chance(most <= 0 ? most : least);
        }

        double low = 0, high = _confidence;
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) / 2;
            var share = middle / _confidence;
            var target = new Target(likely.Seconds + share * (slow.Seconds - likely.Seconds), likely.Variance + share * (slow.Variance - likely.Variance));
            (low, high) = Score(reach, target) >= middle ? (middle, high) : (low, middle);
        }

        return Normal.Chance(low);
    }

    /// <summary>How many deviations the work done by then is above the work to be done.</summary>
    private double Score(in Reach reach, in Target target)
    {
        if (reach.Done <= 0 || double.IsInfinity(target.Seconds))
        {
            return double.NegativeInfinity;
        }

        var spread = Math.Sqrt(_pace.Variance + reach.Variance / (reach.Done * reach.Done) + target.Variance);
        return Math.Log(reach.Done / target.Seconds) / Math.Max(spread, 1e-6);
    }

    /// <summary>The score grows with time; null when it is not reached.</summary>
    private Instant? Crossing(in Target target, double score)
    {
        if (Score(_reach[^1], target) < score)
        {
            return null;
        }

        int low = 0, high = _reach.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Score(_reach[middle], target) >= score ? (low, middle) : (middle, high);
        }

        double from = 0, to = 1;
        for (var i = 0; i < 20; i++)
        {
            var middle = (from + to) / 2;
            (from, to) = Score(Reach.Between(_reach[low], _reach[high], middle), target) >= score ? (from, middle) : (middle, to);
        }

        return _reach[low].At + _curve.Step * to;
    }

    private Reach At(Instant moment)
    {
        var place = (moment - _curve.Start) / _curve.Step;
        var step = (int)Math.Clamp(Math.Floor(place), 0, _reach.Length - 2);
        return Reach.Between(_reach[step], _reach[step + 1], Math.Min(1, place - step));
    }
}
