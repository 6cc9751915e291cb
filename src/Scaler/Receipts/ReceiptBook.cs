using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>What is remembered of moves and whether they were worth it: the newest closed receipts, sums of all that files keep, what is open. Written by the loop, read by anyone.</summary>
internal sealed class ReceiptBook
{
    /// <summary>Closed receipts in memory; at one more the oldest is forgotten here, its sums and its line stay.</summary>
    public const int Most = 5_000;

    /// <summary>Open receipts are written again after this long even where none was opened or closed.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly RingBuffer<MoveReceipt> _closed = new(Most);
    private readonly ReceiptSums _sums = new();
    private readonly ReceiptFile _file;
    private readonly ScalerMetrics _metrics;
    private readonly SteadyClock _clock;
    private ReceiptState _open = new(0, [], []);
    private Instant? _since;
    private Instant _writtenAt = Instant.Min;

    public ReceiptBook(ReceiptFile file, ScalerMetrics metrics, SteadyClock clock)
    {
        (_file, _metrics, _clock) = (file, metrics, clock);
        foreach (var receipt in file.ReadClosed())
        {
            Count(receipt);
        }
    }

    /// <summary>Takes in what a tick closed and what is open after it.</summary>
    public void Take(ImmutableArray<MoveReceipt>? closed, ReceiptState open, bool moved)
    {
        lock (_lock)
        {
            _open = open;
            foreach (var receipt in closed ?? [])
            {
                Count(receipt);
                _metrics.Closed(receipt);
            }
        }

        _metrics.Open(open.Open.Length);
        if (closed is { } some)
        {
            _file.Append(some);
        }

        if (closed is not null || moved || _clock.Now - _writtenAt >= Every && open.Open.Length > 0)
        {
            Keep();
        }
    }

    /// <summary>Writes what is open, at the latest before the end.</summary>
    public void Keep()
    {
        _writtenAt = _clock.Now;
        _file.KeepOpen(_open);
    }

    /// <summary>What passes, with all sums.</summary>
    public ReceiptsDocument ToDocument(ReceiptFilter filter, Instant now, ScalerOptions options)
    {
        lock (_lock)
        {
            var passing = Enumerable.Range(0, _closed.Count).Select(i => _closed[_closed.Count - 1 - i]).Where(r => filter.Passes(r)).ToList();
            var advised = Of(MoveFate.Advised);
            return new ReceiptsDocument
            {
                Now = now,
                DryRun = options.DryRun,
                Strategy = options.Planning.Strategy,
                Open = [.. _open.Open.Select(o => o.Receipt).Where(filter.Passes)],
                Receipts = [.. passing.Take(filter.Limit)],
                Matched = passing.Count,
                Kept = _closed.Count,
                Since = _since,
                CarriedOut = Of(MoveFate.CarriedOut),
                Advised = advised,
                Failed = Of(MoveFate.Failed),
                Advice = AdviceText.Of(advised),
                Sums = [.. _sums.Rows.Where(r => filter.PassesPool(r.Key.Pool)).Select(r => new ReceiptSumRow(r.Key, r.Value))],
            };
        }
    }

    private ReceiptSum Of(MoveFate fate) => _sums.Of(k => k.Fate == fate);

    private void Count(MoveReceipt receipt)
    {
        _closed.Add(receipt);
        _sums.Add(receipt);
        _since = _since is { } since ? Instant.Earlier(since, receipt.At) : receipt.At;
    }
}
