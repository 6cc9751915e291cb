namespace SageServe.Planning;

/// <summary>A question that a plan asks of a load: mean or peak of the span that begins <paramref name="Lead"/> after the origin.</summary>
/// <param name="Kind">Mean or peak.</param>
/// <param name="Lead">From the newest demand to the start of the span: at least as long as a replica takes to serve.</param>
/// <param name="Length">Length of the span.</param>
internal readonly record struct ForecastTarget(TargetKind Kind, TimeSpan Lead, TimeSpan Length)
{
    public TimeSpan End => Lead + Length;

    /// <summary>What a path of step means (the first begins at the origin) says of the span; steps that touch it count for the peak.</summary>
    public double OfPath(ReadOnlySpan<double> path, TimeSpan step)
    {
        var first = (int)Math.Min(path.Length - 1, Lead.Ticks / step.Ticks);
        var last = (int)Math.Clamp((End.Ticks + step.Ticks - 1) / step.Ticks, first + 1, path.Length);
        double sum = 0;
        double weight = 0;
        var largest = double.NegativeInfinity;
        for (var i = first; i < last; i++)
        {
            var from = Math.Max(Lead.Ticks, i * step.Ticks);
            var share = Math.Max(1, Math.Min(End.Ticks, (i + 1) * step.Ticks) - from);
            sum += path[i] * share;
            weight += share;
            largest = double.IsNaN(path[i]) ? double.NaN : Math.Max(largest, path[i]);
        }

        return Kind == TargetKind.Peak ? largest : sum / weight;
    }

    /// <summary>What came, from the bins that touch the span; NaN where fewer than half of them are there, null while it is not over.</summary>
    public double? Came(DemandGrid bins, Instant origin, Instant now)
    {
        if (origin + End > now)
        {
            return null;
        }

        var before = (bins.End - (origin + Lead)).Ticks;
        var after = (bins.End - (origin + End)).Ticks;

        var first = bins.Length - (int)((before + bins.Step.Ticks - 1) / bins.Step.Ticks);
        var last = bins.Length - (int)(after / bins.Step.Ticks);
        double sum = 0;
        double largest = 0;
        var present = 0;
        for (var i = Math.Max(0, first); i < last; i++)
        {
            if (bins.IsPresent(i))
            {
                sum += bins.Values[i];
                largest = Math.Max(largest, bins.Values[i]);
                present++;
            }
        }

        return present * 2 < last - first || present == 0 ? double.NaN : Kind == TargetKind.Peak ? largest : sum / present;
    }
}
