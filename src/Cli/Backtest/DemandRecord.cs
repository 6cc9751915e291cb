using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Demand as it was read, before anything is filled in or left out.</summary>
/// <param name="Bins">Sorted by series, then start; those of a series don't overlap, each a whole number of minutes long.</param>
/// <param name="Notes">What was found out of order, and what was done.</param>
internal sealed record DemandRecord(ImmutableArray<DemandBin> Bins, ImmutableArray<string> Notes)
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Start of the earliest bin.</summary>
    public Instant First => Bins.Min(b => b.Start);

    /// <summary>End of the latest.</summary>
    public Instant End => Bins.Max(b => b.Start + b.Length);

    /// <summary>What most bins of the series are long.</summary>
    public static TimeSpan Usual(IEnumerable<DemandBin> series) =>
        series.CountBy(b => b.Length).OrderByDescending(l => l.Value).ThenBy(l => l.Key).First().Key;
}
