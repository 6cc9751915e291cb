using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Days that are not like others: holidays, sales, outages that were announced.</summary>
/// <param name="Days">Sorted by start.</param>
public sealed record LoadCalendar(ImmutableArray<SpecialDay> Days)
{
    public static readonly LoadCalendar None = new([]);

    /// <summary>The days that concern every one of these series: a sum with a part that has no holiday has none.</summary>
    internal ImmutableArray<SpecialDay> For(IReadOnlyList<DemandSeriesId> series) =>
        Days.IsDefaultOrEmpty ? [] : [.. Days.Where(d => series.All(d.Concerns))];
}
