using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>Closed receipts added up. Money and GPU-hours of starts and stops stand apart: unused ones are waste of a start and savings of a stop.</summary>
public sealed record ReceiptSum
{
    public int Moves { get; init; }

    public int Starts { get; init; }

    public int Stops => Moves - Starts;

    /// <summary>Replicas of these moves.</summary>
    public int Replicas { get; init; }

    public int Needed { get; init; }

    public int Insurance { get; init; }

    public int TooLate { get; init; }

    public int Wasted { get; init; }

    public int Bound { get; init; }

    public int Saved { get; init; }

    public int Regretted { get; init; }

    public int NotKnown { get; init; }

    /// <summary>Of starts, from the move to the end of the receipt.</summary>
    public double StartedGpuHours { get; init; }

    public double StartedUsd { get; init; }

    /// <summary>Of these, not taken by demand; receipts of which that is not known add nothing.</summary>
    public double WastedGpuHours { get; init; }

    public double WastedUsd { get; init; }

    /// <summary>Not paid after stops, and not missed.</summary>
    public double SavedGpuHours { get; init; }

    public double SavedUsd { get; init; }

    public double ShortMinutes { get; init; }

    public double LateMinutes { get; init; }

    public double CoverableMinutes { get; init; }

    /// <summary>Expected demand at the lead, of receipts that know both it and what came.</summary>
    [JsonIgnore]
    public double PredictedDemand { get; init; }

    [JsonIgnore]
    public double ActualDemand { get; init; }

    /// <summary>Judged minutes of receipts with a quantile, those within what was held for, and how many should be.</summary>
    [JsonIgnore]
    public (double All, double Within, double Asked) Quantile { get; init; }

    [JsonIgnore]
    public (int All, int Within) Band { get; init; }

    /// <summary>Needed, insurance and saved over these and too late, wasted and regretted; null where there is none.</summary>
    public double? WorthItShare => Worth + Not > 0 ? Worth / (double)(Worth + Not) : null;

    /// <summary>Expected over actual demand, each receipt by its demand; above 1 too much was expected. Null where nothing was.</summary>
    public double? ForecastBias => ActualDemand > 0 ? PredictedDemand / ActualDemand : null;

    /// <summary>Share of minutes within what was held for; to be near <see cref="AskedCoverage"/>.</summary>
    public double? Coverage => Quantile.All > 0 ? Quantile.Within / Quantile.All : null;

    /// <summary>The quantile asked for, mean over the same minutes.</summary>
    public double? AskedCoverage => Quantile.All > 0 ? Quantile.Asked / Quantile.All : null;

    /// <summary>Share of largest minutes within the forecast's 5 % to 95 % band; to be near 0.9.</summary>
    public double? BandCoverage => Band.All > 0 ? Band.Within / (double)Band.All : null;

    private int Worth => Needed + Insurance + Saved;

    private int Not => TooLate + Wasted + Regretted;

    /// <summary>With one more closed receipt.</summary>
    public ReceiptSum Plus(MoveReceipt receipt) => Plus(Of(receipt));

    public ReceiptSum Plus(ReceiptSum other) => new()
    {
        Moves = Moves + other.Moves,
        Starts = Starts + other.Starts,
        Replicas = Replicas + other.Replicas,
        Needed = Needed + other.Needed,
        Insurance = Insurance + other.Insurance,
        TooLate = TooLate + other.TooLate,
        Wasted = Wasted + other.Wasted,
        Bound = Bound + other.Bound,
        Saved = Saved + other.Saved,
        Regretted = Regretted + other.Regretted,
        NotKnown = NotKnown + other.NotKnown,
        StartedGpuHours = StartedGpuHours + other.StartedGpuHours,
        StartedUsd = StartedUsd + other.StartedUsd,
        WastedGpuHours = WastedGpuHours + other.WastedGpuHours,
        WastedUsd = WastedUsd + other.WastedUsd,
        SavedGpuHours = SavedGpuHours + other.SavedGpuHours,
        SavedUsd = SavedUsd + other.SavedUsd,
        ShortMinutes = ShortMinutes + other.ShortMinutes,
        LateMinutes = LateMinutes + other.LateMinutes,
        CoverableMinutes = CoverableMinutes + other.CoverableMinutes,
        PredictedDemand = PredictedDemand + other.PredictedDemand,
        ActualDemand = ActualDemand + other.ActualDemand,
        Quantile = (Quantile.All + other.Quantile.All, Quantile.Within + other.Quantile.Within, Quantile.Asked + other.Quantile.Asked),
        Band = (Band.All + other.Band.All, Band.Within + other.Band.Within),
    };

    private static ReceiptSum Of(MoveReceipt receipt)
    {
        if (receipt is not { Actual: { } actual, Verdict: { } verdict })
        {
            throw new ArgumentException("Only a closed receipt counts.", nameof(receipt));
        }

        var isStart = receipt.Kind.Grows();
        var isForeseen = receipt is { Predicted: not null, Group: null } && actual.DemandMean is not null;
        return new ReceiptSum
        {
            Moves = 1,
            Starts = isStart ? 1 : 0,
            Replicas = receipt.Count,
            Needed = One(verdict, ReceiptVerdicts.Needed),
            Insurance = One(verdict, ReceiptVerdicts.Insurance),
            TooLate = One(verdict, ReceiptVerdicts.TooLate),
            Wasted = One(verdict, ReceiptVerdicts.Wasted),
            Bound = One(verdict, ReceiptVerdicts.Bound),
            Saved = One(verdict, ReceiptVerdicts.Saved),
            Regretted = One(verdict, ReceiptVerdicts.Regretted),
            NotKnown = One(verdict, ReceiptVerdicts.Unknown),
            StartedGpuHours = isStart ? actual.GpuHours : 0,
            StartedUsd = isStart ? actual.Usd : 0,
            WastedGpuHours = isStart ? actual.UnusedGpuHours ?? 0 : 0,
            WastedUsd = isStart ? actual.UnusedUsd ?? 0 : 0,
            SavedGpuHours = isStart ? 0 : actual.UnusedGpuHours ?? 0,
            SavedUsd = isStart ? 0 : actual.UnusedUsd ?? 0,
            ShortMinutes = actual.ShortMinutes,
            LateMinutes = actual.LateMinutes,
            CoverableMinutes = actual.CoverableMinutes,
            PredictedDemand = isForeseen ? receipt.Predicted!.Demand : 0,
            ActualDemand = isForeseen ? actual.DemandMean!.Value : 0,
            Quantile = actual.MinutesWithinHeld is { } within ? (actual.MinutesKnown, within, receipt.Predicted!.Quantile!.Value * actual.MinutesKnown) : default,
            Band = actual.PeakWithinBand is { } inside ? (1, inside ? 1 : 0) : default,
        };
    }

    private static int One(string verdict, string wanted) => verdict == wanted ? 1 : 0;
}
