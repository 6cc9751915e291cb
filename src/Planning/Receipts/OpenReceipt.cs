using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>A receipt whose time is not over. The moved replicas are rungs of a ladder: those between what the pool had and what it was to have.</summary>
internal sealed class OpenReceipt(OpenMove move)
{
    /// <summary>Advice that is repeated stays one receipt for as long as this.</summary>
    public static readonly TimeSpan LongestAdvice = TimeSpan.FromDays(1);

    private readonly ReceiptScale _scale = move.Scale;
    private ReceiptTally _tally = move.Tally;
    private Instant? _servedAt = move.ServedAt;
    private string _endsBecause = move.EndsBecause;
    private bool _takenBack = move.IsTakenBack;
    private Instant _settledTo = move.SettledTo;

    public MoveReceipt Receipt { get; private set; } = move.Receipt;

    public Instant EndsAt { get; private set; } = move.EndsAt;

    public bool IsCarriedOut => Receipt.Fate == MoveFate.CarriedOut;

    private bool IsStart => Receipt.Kind.Grows();

    /// <summary>Replicas below its rungs.</summary>
    private int Base => IsStart ? Receipt.Before : Receipt.Before - Receipt.Count;

    public OpenMove Keep() => new(Receipt, _scale, _tally, _servedAt, EndsAt, _endsBecause, _settledTo, _takenBack);

    /// <summary>Ends it no later than this.</summary>
    public void End(Instant at, string because, bool takenBack = false)
    {
        _takenBack |= takenBack;
        if (at < EndsAt)
        {
            (EndsAt, _endsBecause) = (at, because);
        }
    }

    /// <summary>The same advice again: the largest counts, and its time begins anew.</summary>
    public void Repeat(MoveReceipt again)
    {
        var larger = again.Count > Receipt.Count ? again : Receipt;
        var until = Instant.Earlier(Receipt.At + LongestAdvice, Instant.Later(Receipt.Until, again.Until));
        Receipt = Receipt with
        {
            Count = larger.Count,
            Detail = larger.Detail,
            Predicted = larger.Predicted,
            Repeats = Receipt.Repeats + 1,
            LastAt = again.At,
            Until = until,
        };
        EndsAt = until;
    }

    /// <summary>Nobody watched until then: bins up to there are not known.</summary>
    public void Skip(Instant until, TimeSpan bin)
    {
        var missing = (Instant.Earlier(until, EndsAt) - _settledTo).Ticks / bin.Ticks;
        _tally = _tally with { Missing = _tally.Missing + (int)Math.Clamp(missing, 0, int.MaxValue / 2) };
        _settledTo = Instant.Later(until, _settledTo);
    }

    /// <summary>Takes in one bin that is over.</summary>
    public void Settle(in WatchedBin bin)
    {
        if (bin.Start < Receipt.At || bin.End > EndsAt)
        {
            return;
        }

        _settledTo = bin.End;
        if (bin is not { Sample: { } seen, Offered: { } offered, Start: var start })
        {
            _tally = _tally with { Missing = _tally.Missing + 1 };
            return;
        }

        _servedAt ??= IsStart && Serves(seen, start) ? start : null;
        var total = offered + seen.Due;
        var used = Math.Clamp(_scale.Replicas(total) - Base, 0, Receipt.Count);
        var left = seen.Capacity - (IsStart || IsCarriedOut ? 0 : Receipt.Count * _scale.Rate);
        var lack = Math.Max(0, total - left) / _scale.Rate;
        var isShort = lack > 1e-9 && (used > 0 || IsStart && _servedAt is not null);
        _tally = _tally with { ShortMost = isShort ? Math.Max(_tally.ShortMost, lack) : _tally.ShortMost };
        if (IsStart && _servedAt is null)
        {
            _tally = _tally with { Late = _tally.Late + (isShort ? 1 : 0) };
            return;
        }

        var held = IsStart ? Receipt.Predicted?.Held : Receipt.Predicted?.Kept;
        _tally = _tally with
        {
            Known = _tally.Known + 1,
            DemandSum = _tally.DemandSum + (bin.Named ?? 0),
            DemandPeak = Math.Max(_tally.DemandPeak, bin.Named ?? 0),
            ReplicasPeak = Math.Max(_tally.ReplicasPeak, _scale.Replicas(total)),
            LoadPeak = left > 0 ? Math.Max(_tally.LoadPeak, total / left) : _tally.LoadPeak,
            Short = _tally.Short + (isShort ? 1 : 0),
            Coverable = _tally.Coverable + (isShort && IsStart && !IsCarriedOut && lack <= Receipt.Count ? 1 : 0),
            UsedSum = _tally.UsedSum + used,
            UsedPeak = Math.Max(_tally.UsedPeak, used),
            WithinHeld = _tally.WithinHeld + (bin.Named <= held ? 1 : 0),
            Slo = _tally.Slo + (bin.Slo ?? default),
        };
    }

    /// <summary>The receipt with what came and its verdict.</summary>
    /// <param name="bin">Length of a bin.</param>
    /// <param name="levels">Of the tiers that the pool serves.</param>
    public MoveReceipt Close(TimeSpan bin, ImmutableArray<ServiceLevel> levels)
    {
        var closed = Receipt with { Actual = ReceiptReckoning.Of(Keep(), bin, levels) };
        var (verdict, sentence) = ReceiptJudge.Of(closed, Base, _takenBack);
        return closed with { Verdict = verdict, Sentence = sentence };
    }

    private bool Serves(in PoolSample seen, Instant start) => IsCarriedOut
        ? seen.Ready >= Receipt.Before + Receipt.Count || start >= Receipt.ServesAt && seen.Starting == 0
        : start >= Receipt.ServesAt;
}
