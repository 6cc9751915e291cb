using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Answer of a scaler's <c>GET /admin/receipts</c>. Times are on the planning clock.</summary>
public sealed record ReceiptsDocument
{
    public required Instant Now { get; init; }

    /// <summary>True: the scaler only advises now.</summary>
    public required bool DryRun { get; init; }

    public required string Strategy { get; init; }

    /// <summary>Receipts whose time is not over, oldest first; those that pass the filters.</summary>
    public required ImmutableArray<MoveReceipt> Open { get; init; }

    /// <summary>Closed receipts that pass the filters, newest first, as many as asked for.</summary>
    public required ImmutableArray<MoveReceipt> Receipts { get; init; }

    /// <summary>How many closed ones pass.</summary>
    public required int Matched { get; init; }

    /// <summary>Closed receipts that are remembered, and the oldest of them.</summary>
    public required int Kept { get; init; }

    /// <summary>When the oldest move of the sums was decided; null before the first.</summary>
    public Instant? Since { get; init; }

    /// <summary>Of moves that were carried out, all that is kept.</summary>
    public required ReceiptSum CarriedOut { get; init; }

    /// <summary>Of advice that nobody carried out: what it would have cost and saved.</summary>
    public required ReceiptSum Advised { get; init; }

    /// <summary>Of moves that failed.</summary>
    public required ReceiptSum Failed { get; init; }

    /// <summary>The advice in a sentence; null where there was none.</summary>
    public string? Advice { get; init; }

    /// <summary>The same by pool, strategy, reason, kind and fate, sorted by pool.</summary>
    public required ImmutableArray<ReceiptSumRow> Sums { get; init; }
}
