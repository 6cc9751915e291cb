namespace SageServe.Planning;

/// <summary>Sums of closed receipts per pool, strategy, reason, kind and fate. Not safe for several threads.</summary>
public sealed class ReceiptSums
{
    /// <summary>Keys; beyond them a new reason counts as <see cref="ReceiptKey.Other"/>.</summary>
    public const int Most = 10_000;

    private readonly Dictionary<ReceiptKey, ReceiptSum> _sums = [];

    public ReceiptSum Total { get; private set; } = new();

    /// <summary>Sorted by pool, then in the order of the first of each.</summary>
    public IEnumerable<KeyValuePair<ReceiptKey, ReceiptSum>> Rows => _sums.OrderBy(r => r.Key.Pool);

    public void Add(MoveReceipt receipt)
    {
        var key = ReceiptKey.Of(receipt);
        if (_sums.Count >= Most && !_sums.ContainsKey(key))
        {
            key = key with { Reason = ReceiptKey.Other };
        }

        var sum = _sums.GetValueOrDefault(key) ?? new ReceiptSum();
        _sums[key] = sum.Plus(receipt);
        Total = Total.Plus(receipt);
    }

    /// <summary>Of the keys that pass.</summary>
    public ReceiptSum Of(Func<ReceiptKey, bool> which) => _sums.Where(r => which(r.Key)).Aggregate(new ReceiptSum(), (all, row) => all.Plus(row.Value));
}
