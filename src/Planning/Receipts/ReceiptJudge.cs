using System.Globalization;

namespace SageServe.Planning;

/// <summary>Was a move worth it? One verdict and one sentence for each closed receipt; the rules stand in docs/operating/receipts.md.</summary>
internal static class ReceiptJudge
{
    /// <param name="receipt">With what came.</param>
    /// <param name="below">Replicas below the moved ones.</param>
    /// <param name="takenBack">The pool started again within a cold start of this stop.</param>
    public static (string Verdict, string Sentence) Of(MoveReceipt receipt, int below, bool takenBack)
    {
        var actual = receipt.Actual!;
        var (verdict, words) = receipt.Kind.Grows() ? Start(receipt, actual, below) : Stop(receipt, actual, takenBack);
        return (verdict, receipt.Fate switch
        {
            MoveFate.CarriedOut => words,
            MoveFate.Advised => "Advice only. " + words,
            _ => "It was not carried out. " + words,
        });
    }

    private static (string Verdict, string Words) Start(MoveReceipt receipt, ReceiptActual actual, int below)
    {
        if (receipt.Reason == PoolGuardrails.BelowMinimum)
        {
            return (ReceiptVerdicts.Bound, "The pool was below its minimum, which is filled whatever demand does.");
        }

        if (actual.LateMinutes > 0)
        {
            return (ReceiptVerdicts.TooLate, Say($"For {actual.LateMinutes:0.#} min before it served more was offered than the ready replicas get through; up to {actual.ShortMost:0.0} {Noun(receipt)} lacked."));
        }

        if (actual.ServedAt is null)
        {
            return actual.MinutesMissing > 0
                ? (ReceiptVerdicts.Unknown, Say($"Demand or fleet are not known for {actual.MinutesMissing:0.#} min, and it did not serve in the others."))
                : (ReceiptVerdicts.Wasted, Say($"It was over before it served ({actual.ClosedBecause}): {actual.Usd:0.00} USD for nothing."));
        }

        if (!ReceiptReckoning.IsKnown(actual.MinutesKnown, actual.MinutesMissing))
        {
            return Unknown(actual);
        }

        return actual.UsedPeak * 2 >= receipt.Count
            ? (ReceiptVerdicts.Needed, Say($"Demand peaked at {Load(receipt, actual.DemandPeak)} and took {actual.UsedPeak} of the {receipt.Count}, {actual.UsedMean:0.0} on average."))
            : Unneeded(receipt, actual, below);
    }

    private static (string Verdict, string Words) Unneeded(MoveReceipt receipt, ReceiptActual actual, int below)
    {
        var came = Say($"demand peaked at {Load(receipt, actual.DemandPeak)} and took {actual.UsedPeak} of the {receipt.Count}");
        if (receipt.Predicted is not { } predicted)
        {
            return (ReceiptVerdicts.Wasted, Say($"The load looked high, but {came}: {actual.UnusedUsd:0.00} USD went unused."));
        }

        if ((predicted.Replicas - below) * 2 >= receipt.Count)
        {
            return (ReceiptVerdicts.Wasted, Say($"{Plain(receipt, predicted.Demand)} was expected, but {came}: {actual.UnusedUsd:0.00} USD went unused."));
        }

        var heldAsks = (predicted.ReplicasHeld - below) * 2 >= receipt.Count;
        return heldAsks && predicted.Quantile is { } q
                ? (ReceiptVerdicts.Insurance, Say($"Held for {Load(receipt, predicted.Held)}, within which {q:P1} of the minutes should stay; {came}. The premium was {actual.UnusedUsd:0.00} USD."))
            : heldAsks ? (ReceiptVerdicts.Insurance, Say($"Held for {Load(receipt, predicted.Held)}, margin included, {Plain(receipt, predicted.Demand)} expected; {came}. The premium was {actual.UnusedUsd:0.00} USD."))
            : predicted.Quantile is null || receipt.Reason == "deadline"
                ? (ReceiptVerdicts.Unknown, Say($"It was decided for more than the region's own interactive demand (what other regions send, patient work), which is not told pool by pool; of its own, {came}."))
            : (ReceiptVerdicts.Wasted, Say($"The load looked high, but {came}: {actual.UnusedUsd:0.00} USD went unused."));
    }

    private static (string Verdict, string Words) Stop(MoveReceipt receipt, ReceiptActual actual, bool takenBack)
    {
        var would = receipt.Fate == MoveFate.CarriedOut ? "" : "would have ";
        return takenBack ? (ReceiptVerdicts.Regretted, "The pool started again within a cold start: stopping saved less than the new cold start cost.")
            : actual.ShortMinutes > 0 ? (ReceiptVerdicts.Regretted, Say($"For {actual.ShortMinutes:0.#} min more was offered than what was left {(would.Length > 0 ? "would get" : "got")} through; up to {actual.ShortMost:0.0} {Noun(receipt)} {would}lacked."))
            : !ReceiptReckoning.IsKnown(actual.MinutesKnown, actual.MinutesMissing) ? Unknown(actual)
            : receipt.Fate == MoveFate.CarriedOut && Missed(actual) is { } missed ? (ReceiptVerdicts.Regretted, Say($"Of {missed.Requests:0} requests of tier {missed.Tier} {missed.Share:P1} met their target, of which {missed.Goal:P1} should, while demand would have taken up to {actual.UsedPeak} of the {receipt.Count}."))
            : (ReceiptVerdicts.Saved, Say($"Demand peaked at {Load(receipt, actual.DemandPeak)} and {would}missed none of the {receipt.Count}{(actual.UsedPeak > 0 ? Say($" beyond the planned margin ({actual.UsedPeak} at most)") : "")}: {actual.UnusedUsd:0.00} USD {(would.Length > 0 ? "would have been saved" : "saved")}."));
    }

    /// <summary>
    /// The interactive tier that missed its goal while demand asked for what was stopped. Missing it alone is no regret: engines miss targets
    /// with replicas to spare too.
    /// </summary>
    private static TierAttainment? Missed(ReceiptActual actual) => actual.UsedPeak > 0
        ? (actual.Attainment ?? []).FirstOrDefault(a => a.IsMissed && ServiceTiers.TryParse(a.Tier, out var tier) && tier.IsInteractive())
        : null;

    private static (string Verdict, string Words) Unknown(ReceiptActual actual) =>
        (ReceiptVerdicts.Unknown, Say($"Demand or fleet are not known for {actual.MinutesMissing:0.#} of {actual.MinutesKnown + actual.MinutesMissing:0.#} min."));

    private static string Load(MoveReceipt receipt, double? value) => Plain(receipt, value) + (receipt.Group is null ? " prompt tokens/s" : " engines in full use");

    private static string Plain(MoveReceipt receipt, double? value) => receipt.Group is null ? Say($"{value:0}") : Say($"{value:0.0}");

    private static string Noun(MoveReceipt receipt) => receipt.Group is null ? "replicas" : "units";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
