using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The tally of a receipt as figures for people.</summary>
internal static class ReceiptReckoning
{
    /// <summary>Rates are averages that are read again now and then: their last digits say nothing, and are not to differ after a reload.</summary>
    private const int Digits = 6;

    public static ReceiptActual Of(OpenMove open, TimeSpan bin, ImmutableArray<ServiceLevel> levels)
    {
        var (receipt, tally, minutes) = (open.Receipt, open.Tally, bin.TotalMinutes);
        var hours = Math.Max(0, (open.EndsAt - receipt.At).TotalHours) * receipt.Count;
        var (gpuHours, usd) = (hours * receipt.Gpus, hours * receipt.UsdPerHour);
        var known = tally.Known > 0;
        var unused = Unused(open);
        return new ReceiptActual
        {
            ClosedAt = open.EndsAt,
            ClosedBecause = open.EndsBecause,
            ServedAt = open.ServedAt,
            MinutesKnown = tally.Known * minutes,
            MinutesMissing = tally.Missing * minutes,
            DemandMean = known ? tally.DemandSum / tally.Known : null,
            DemandPeak = known ? tally.DemandPeak : null,
            ReplicasPeak = known ? tally.ReplicasPeak : null,
            LoadPeak = known && tally.LoadPeak > 0 ? Math.Round(tally.LoadPeak, Digits) : null,
            ShortMinutes = tally.Short * minutes,
            LateMinutes = tally.Late * minutes,
            ShortMost = Math.Round(tally.ShortMost, Digits),
            CoverableMinutes = tally.Coverable * minutes,
            UsedMean = known ? tally.UsedSum / (double)tally.Known : null,
            UsedPeak = known ? tally.UsedPeak : null,
            GpuHours = gpuHours,
            UnusedGpuHours = unused * gpuHours,
            Usd = usd,
            UnusedUsd = unused * usd,
            MinutesWithinHeld = known && receipt.Predicted?.Quantile is not null ? tally.WithinHeld * minutes : null,
            PeakWithinBand = known && receipt.Predicted is { Low: { } low, High: { } high } ? tally.DemandPeak >= low && tally.DemandPeak <= high : null,
            AttainmentMinutes = tally.Slo.Bins * minutes,
            Attainment = tally.Slo.Bins > 0 ? Attained(tally.Slo, levels) : null,
        };
    }

    /// <summary>Demand and fleet are known for at least half of the time.</summary>
    public static bool IsKnown(double known, double missing) => known > 0 && known >= missing;

    private static ImmutableArray<TierAttainment> Attained(SloTally slo, ImmutableArray<ServiceLevel> levels) =>
    [
        .. levels.Select(l => (Level: l, Outcomes: slo.Of(l.Tier))).Where(t => t.Outcomes.All > 0)
            .Select(t => new TierAttainment(t.Level.Tier.WireName(), Math.Round(t.Outcomes.All, Digits), Math.Round(t.Outcomes.Met / t.Outcomes.All, Digits), t.Level.AttainmentTarget)),
    ];

    /// <summary>The share that demand did not take; the time before serving is charged in proportion. Null where not known.</summary>
    private static double? Unused(OpenMove open) =>
        open.Receipt.Kind.Grows() && open.ServedAt is null && open.Tally.Missing == 0 ? 1
        : IsKnown(open.Tally.Known, open.Tally.Missing) ? 1 - open.Tally.UsedSum / (double)(open.Tally.Known * (long)open.Receipt.Count)
        : null;
}
