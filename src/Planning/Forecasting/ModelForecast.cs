using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// The load of one model that capacity is planned for, prompt tokens per second, step by step: per region where it enters and for all
/// regions at one moment, for each set of tiers that has pools of its own. Each sum is forecast as one series: the sum of medians
/// lies below the median of a sum of skewed series, and the sum of their margins above its margin.
/// </summary>
internal sealed record ModelForecast
{
    public required ModelId Model { get; init; }

    /// <summary>By region (null: all together) and tiers.</summary>
    public required FrozenDictionary<(RegionId? Region, TierSet Tiers), LoadCurve> Curves { get; init; }

    /// <summary>Start of the first step.</summary>
    public required Instant Start { get; init; }

    public required TimeSpan Step { get; init; }

    public required ForecastWindow Window { get; init; }

    /// <summary>False while too little demand was seen to let the model shrink on it.</summary>
    public required bool Known { get; init; }

    /// <summary>The planning window of the interactive part at each lead, by the same keys; empty where nothing is forecast.</summary>
    public FrozenDictionary<(RegionId? Region, TierSet Tiers), ImmutableArray<WindowForecast>> Windows { get; init; } =
        FrozenDictionary<(RegionId? Region, TierSet Tiers), ImmutableArray<WindowForecast>>.Empty;

    /// <summary>True while the last value would have forecast the model's load better: its pools then follow their load instead of the plan.</summary>
    public bool Loses { get; init; }

    /// <summary>
    /// Quantiles of the interactive load in the planning window that begins <paramref name="lead"/> from now (what a replica takes to
    /// serve), between the leads that are forecast; null where nothing is.
    /// </summary>
    public ForecastQuantiles? Outlook(TargetKind kind, TimeSpan lead, RegionId? region, TierSet tiers)
    {
        if (!Windows.TryGetValue((region, tiers), out var windows) || windows.IsEmpty)
        {
            return null;
        }

        var next = 0;
        while (next < windows.Length - 1 && windows[next].Lead < lead)
        {
            next++;
        }

        var before = Math.Max(0, next - 1);
        var share = before == next ? 0 : Math.Clamp((lead - windows[before].Lead) / (windows[next].Lead - windows[before].Lead), 0, 1);
        return kind == TargetKind.Peak
            ? ForecastQuantiles.Between(windows[before].Peak, windows[next].Peak, share)
            : ForecastQuantiles.Between(windows[before].Mean, windows[next].Mean, share);
    }

    /// <summary>Regions that have a load, sorted.</summary>
    public IEnumerable<RegionId> Regions => Curves.Keys.Where(k => k.Region is not null).Select(k => k.Region!.Value).Distinct().Order();

    /// <summary>What capacity is planned for where that is no step of a curve, by the same keys.</summary>
    public FrozenDictionary<(RegionId? Region, TierSet Tiers), double> Planned { get; init; } = FrozenDictionary<(RegionId? Region, TierSet Tiers), double>.Empty;

    /// <summary>What capacity is planned for.</summary>
    public double Required(RegionId? region, TierSet tiers) => Planned.TryGetValue((region, tiers), out var planned) ? planned : Peak(region, tiers);

    /// <summary>Largest load at one step of the window; over all regions it is the paper's max over w of the sum over j.</summary>
    public double Peak(RegionId? region, TierSet tiers) => Largest(Window.Lead, Window.Horizon, region, tiers);

    /// <summary>Largest load in this time; the last step stands for what lies beyond it.</summary>
    public double PeakBetween(Instant from, Instant to, RegionId? region, TierSet tiers)
    {
        if (Window.Horizon == 0)
        {
            return 0;
        }

        var first = Math.Clamp((int)Math.Min(int.MaxValue, (from - Start).Ticks / Step.Ticks), 0, Window.Horizon - 1);
        var last = Math.Clamp((int)Math.Min(int.MaxValue, (to - Start).Ticks / Step.Ticks), first, Window.Horizon - 1);
        return Largest(first, last + 1, region, tiers);
    }

    private double Largest(int from, int to, RegionId? region, TierSet tiers)
    {
        double largest = 0;
        if (Curves.TryGetValue((region, tiers), out var curve))
        {
            foreach (var load in curve.Load.AsSpan()[from..to])
            {
                largest = Math.Max(largest, load);
            }
        }

        return largest;
    }
}
