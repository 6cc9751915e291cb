using System.Globalization;

namespace SageServe.Cli;

/// <summary>Whether the moves of a run were worth it, a line for each verdict.</summary>
internal static class VerdictTable
{
    public static IEnumerable<string> Lines(ReceiptsReport? receipts)
    {
        if (receipts is null || receipts.Verdicts.Count == 0)
        {
            yield break;
        }

        yield return Say($"Receipts   {receipts.Verdicts.Sum(v => v.Moves)} moves judged, {receipts.Open} open; worth it {receipts.WorthItShare * 100:0.0} %, wasted {receipts.WastedUsd:0.00} USD, saved {receipts.SavedUsd:0.00} USD");
        foreach (var verdict in receipts.Verdicts)
        {
            yield return Say($"  {verdict.Verdict,-12}{verdict.Moves,6} moves of {verdict.Replicas,5} replicas, {verdict.GpuHours,9:0.0} GPU-hours, {verdict.UnusedGpuHours,9:0.0} of them not taken by demand ({verdict.UnusedUsd:0.00} USD)");
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
