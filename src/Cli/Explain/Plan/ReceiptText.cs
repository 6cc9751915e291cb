using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Receipts in plain words.</summary>
internal static class ReceiptText
{
    private const int Shown = 12;

    public static void Write(ExplainedReceipts? receipts, Action<FormattableString> line)
    {
        if (receipts is null)
        {
            return;
        }

        line($"");
        line($"Were they worth it? {receipts.Closed.Count} judged in the last day, {receipts.Open.Count} open");
        Sum("carried out", receipts.CarriedOut, line);
        if (receipts.Advice is { } advice)
        {
            line($"  {advice}");
        }

        foreach (var receipt in receipts.Closed.Take(Shown))
        {
            line($"  {ExplainedText.Time(receipt.At)}  {receipt.Kind.ToString().ToLowerInvariant()} {What(receipt)} ({receipt.Reason}): {receipt.Verdict}");
            line($"      {receipt.Sentence}");
            line($"      {Attained(receipt.Actual)}");
        }

        foreach (var open in receipts.Open.Take(Shown))
        {
            line($"  {ExplainedText.Time(open.At)}  {open.Kind.ToString().ToLowerInvariant()} {What(open)} ({open.Reason}): open until {ExplainedText.Time(open.Until)}{(open.Fate == MoveFate.CarriedOut ? "" : string.Create(CultureInfo.InvariantCulture, $", {(open.Fate == MoveFate.Advised ? "advised" : "tried")} {open.Repeats} times"))}");
        }

        if (receipts.Closed.Count > Shown || receipts.Open.Count > Shown)
        {
            line($"  The others with --json.");
        }
    }

    private static string What(MoveReceipt receipt) => receipt.Group is { } group ? $"{receipt.Count} units of group {group}" : $"{receipt.Count} of {receipt.Pool}{Swap(receipt)}";

    private static string Swap(MoveReceipt receipt) => receipt.SwapWith is not { } other ? "" : receipt.Kind.Grows() ? $" in the place of {other}" : $" for {other}";

    private static string Attained(ReceiptActual? actual) => actual is not { Attainment: { Length: > 0 } tiers, AttainmentMinutes: var minutes }
        ? "Attainment in that time is not known, or nobody came."
        : string.Create(CultureInfo.InvariantCulture, $"Attainment: {string.Join(", ", tiers.Select(Attained))}; known for {minutes:0.#} of {actual.MinutesKnown:0.#} min.");

    private static string Attained(TierAttainment tier) =>
        string.Create(CultureInfo.InvariantCulture, $"{tier.Share:P1} of {tier.Requests:0} {tier.Tier} (goal {tier.Goal:P1})");

    private static void Sum(string what, ReceiptSum sum, Action<FormattableString> line)
    {
        if (sum.Moves > 0)
        {
            line($"  {what}: {sum.Starts} starts, {sum.Stops} stops, worth it {sum.WorthItShare:P0}; {sum.StartedUsd:0.00} USD for starts, {sum.WastedUsd:0.00} of it wasted, {sum.SavedUsd:0.00} saved by stops");
        }
    }
}
