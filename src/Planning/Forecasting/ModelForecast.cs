using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// The load of one model that capacity is planned for, prompt tokens per second, per region where it enters and step by step.
/// Interactive tiers by forecast, patient work as a constant share of its last hour.
/// </summary>
internal sealed record ModelForecast
{
    public required ModelId Model { get; init; }

    /// <summary>Sorted by id.</summary>
    public required ImmutableArray<RegionForecast> Regions { get; init; }

    /// <summary>All regions at one moment, one figure per step. Less than the sum of the regions' loads, as margins don't coincide.</summary>
    public required ImmutableArray<double> Total { get; init; }

    /// <summary>Start of the first step.</summary>
    public required Instant Start { get; init; }

    public required TimeSpan Step { get; init; }

    public required ForecastWindow Window { get; init; }

    /// <summary>False while too little demand was seen to let the model shrink on it.</summary>
    public required bool Known { get; init; }

    /// <summary>Largest sum over the regions at one step of the window: the paper's max over w of the sum over j.</summary>
    public double Peak => Largest(Window.Lead, Window.Horizon, null);

    public double RegionPeak(RegionId region) => Largest(Window.Lead, Window.Horizon, region);

    /// <summary>Largest load in this time, of one region or of all; the last step stands for what lies beyond it.</summary>
    public double PeakBetween(Instant from, Instant to, RegionId? region)
    {
        if (Window.Horizon == 0)
        {
            return 0;
        }

        var first = Math.Clamp((int)Math.Min(int.MaxValue, (from - Start).Ticks / Step.Ticks), 0, Window.Horizon - 1);
        var last = Math.Clamp((int)Math.Min(int.MaxValue, (to - Start).Ticks / Step.Ticks), first, Window.Horizon - 1);
        return Largest(first, last + 1, region);
    }

    private double Largest(int from, int to, RegionId? region)
    {
        var load = region is null ? Total : Regions.FirstOrDefault(r => r.Region == region)?.Load ?? [];
        return load.IsEmpty ? 0 : load.AsSpan()[from..to].ToArray().Max();
    }
}
