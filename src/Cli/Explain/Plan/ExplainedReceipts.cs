using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Receipts of the last day's moves.</summary>
/// <param name="Open">Not over yet.</param>
/// <param name="Closed">Newest first.</param>
/// <param name="CarriedOut">Of the closed ones of the last day that were carried out.</param>
/// <param name="Advised">Of those that were advised only.</param>
/// <param name="Advice">What following the advice would have brought; null where there was none.</param>
internal sealed record ExplainedReceipts(IReadOnlyList<MoveReceipt> Open, IReadOnlyList<MoveReceipt> Closed, ReceiptSum CarriedOut, ReceiptSum Advised, string? Advice)
{
    public static ExplainedReceipts Of(ReceiptsDocument document, Func<PoolId, bool> shown)
    {
        var closed = document.Receipts.Where(r => shown(r.Pool)).ToList();
        var advised = Sum(closed, MoveFate.Advised);
        return new ExplainedReceipts([.. document.Open.Where(r => shown(r.Pool))], closed, Sum(closed, MoveFate.CarriedOut), advised, AdviceText.Of(advised));
    }

    private static ReceiptSum Sum(IEnumerable<MoveReceipt> closed, MoveFate fate) =>
        closed.Where(r => r.Fate == fate).Aggregate(new ReceiptSum(), (sum, receipt) => sum.Plus(receipt));
}
