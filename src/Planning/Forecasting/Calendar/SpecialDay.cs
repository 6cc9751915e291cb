using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>One day that does not go as its day of the week does. With neither <see cref="Like"/> nor <see cref="Scale"/> nobody knows how it goes.</summary>
/// <param name="Start">Midnight where the calendar's clock runs.</param>
/// <param name="End">The next midnight there.</param>
/// <param name="Day">What day of the week it is.</param>
/// <param name="Name">For people.</param>
public sealed record SpecialDay(Instant Start, Instant End, DayOfWeek Day, string Name)
{
    /// <summary>It goes as this day of the week does.</summary>
    public DayOfWeek? Like { get; init; }

    /// <summary>It brings this much of what its own day of the week does, above zero.</summary>
    public double? Scale { get; init; }

    /// <summary>Only these models; empty: all.</summary>
    public ImmutableArray<ModelId> Models { get; init; } = [];

    /// <summary>Only what enters in these regions; empty: all.</summary>
    public ImmutableArray<RegionId> Regions { get; init; } = [];

    internal bool Concerns(DemandSeriesId series) =>
        (Models.IsDefaultOrEmpty || Models.Contains(series.Model)) && (Regions.IsDefaultOrEmpty || Regions.Contains(series.Origin));
}
