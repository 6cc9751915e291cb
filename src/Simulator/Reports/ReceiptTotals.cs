using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Adds up the receipts of a run as they close.</summary>
internal sealed class ReceiptTotals
{
    private readonly SortedDictionary<string, VerdictReport> _verdicts = new(StringComparer.Ordinal);
    private ReceiptSum _sum = new();

    public void Add(MoveReceipt receipt)
    {
        var (verdict, actual) = (receipt.Verdict!, receipt.Actual!);
        var before = _verdicts.GetValueOrDefault(verdict) ?? new VerdictReport(verdict, 0, 0, 0, 0, 0);
        _verdicts[verdict] = new VerdictReport(
            verdict,
            before.Moves + 1,
            before.Replicas + receipt.Count,
            before.GpuHours + actual.GpuHours,
            before.UnusedGpuHours + (actual.UnusedGpuHours ?? 0),
            before.UnusedUsd + (actual.UnusedUsd ?? 0));
        _sum = _sum.Plus(receipt);
    }

    public ReceiptsReport ToReport(int open) => new()
    {
        Verdicts = [.. ReceiptVerdicts.All.Where(_verdicts.ContainsKey).Select(v => _verdicts[v])],
        Open = open,
        WorthItShare = _sum.WorthItShare,
        WastedUsd = _sum.WastedUsd,
        SavedUsd = _sum.SavedUsd,
        LateMinutes = _sum.LateMinutes,
        ForecastBias = _sum.ForecastBias,
        Coverage = _sum.Coverage,
        AskedCoverage = _sum.AskedCoverage,
    };
}
