namespace SageServe.Gateway;

/// <summary>
/// One limit of one key as this gateway may use it; pure, and not safe for two threads. Alone, a bucket of the whole limit. Linked, a slice
/// that was taken out of the shared bucket ahead of use, and beyond it credit on what the shared bucket held when last heard of: this
/// gateway's part of that, but always one request between two reports, so that the first one of a key needs no slice. Credit is reported
/// and so paid back. Cut off, the last slice and then a bucket of 1/G of the limit.
/// </summary>
internal sealed class Allowance
{
    /// <summary>A slice that nobody touched for so long goes back.</summary>
    public static readonly TimeSpan SliceExpiry = TimeSpan.FromSeconds(2);

    private readonly IBucket _whole;
    private readonly IBucket _share;
    private long _slice;
    private Instant _touchedAt = Instant.Min;
    private long _recent;
    private long _refused;
    private long _wanted;
    private long _unreported;
    private long _credit;
    private long _creditInReport;
    private AllowanceReport? _report;

    /// <param name="limit">Units a minute or a day.</param>
    /// <param name="bucket">Makes a bucket of the limit's kind.</param>
    /// <param name="now">The time.</param>
    public Allowance(long limit, Func<long, Instant, IBucket> bucket, Instant now)
    {
        _whole = bucket(limit, now);
        _share = bucket(limit, now);
    }

    public long Limit => _whole.Limit;

    /// <summary>Something has to be told or a slice is kept up.</summary>
    public bool IsActive => _report is not null || _unreported != 0 || _slice != 0 || _recent != 0 || _refused != 0;

    /// <summary>Waiting for the next beat would let a request be refused that the shared bucket could serve.</summary>
    public bool IsUrgent => _report is null && (_credit > 0 || _refused > 0 || (_recent > 0 && _slice < _wanted / 4));

    public void SetLimit(long limit, Instant now)
    {
        if (limit != _whole.Limit)
        {
            _whole.SetLimit(limit, now);
        }
    }

    public bool Has(long units, QuotaLink link, Instant now)
    {
        if (link.Mode == QuotaMode.Alone)
        {
            return units <= _whole.Level(now);
        }

        var rest = units - _slice;
        var has = rest <= 0 || (link.Mode == QuotaMode.Linked ? HasCredit(rest, link, now) : HasShare(rest, units, link, now));
        if (!has)
        {
            _refused = Math.Max(_refused, Math.Min(units, _whole.Limit));
        }

        return has;
    }

    /// <summary>After <see cref="Has"/>.</summary>
    public void Take(long units, QuotaLink link, Instant now)
    {
        if (link.Mode == QuotaMode.Alone)
        {
            _whole.Add(-units, now);
            return;
        }

        var fromSlice = Math.Min(_slice, units);
        var rest = units - fromSlice;
        _slice -= fromSlice;
        _unreported += rest;
        _credit += link.Mode == QuotaMode.Linked ? rest : 0;
        _recent += units;
        _touchedAt = now;

        // While slices come, the own share is used up alongside, so that a cut does not grant it on top.
        var share = Share(link, now);
        share.Add(-(link.Mode == QuotaMode.Linked ? Math.Max(0, Math.Min(units, share.Level(now))) : rest), now);
    }

    /// <param name="more">Used beyond what was taken; negative gives back.</param>
    /// <param name="link">How things stand.</param>
    /// <param name="now">The time.</param>
    public void Settle(long more, QuotaLink link, Instant now)
    {
        if (link.Mode == QuotaMode.Alone)
        {
            _whole.Add(-more, now);
            return;
        }

        _unreported += more;
        if (link.Mode == QuotaMode.Cut)
        {
            _share.Add(-more, now);
        }
    }

    /// <summary>What is left for the client to see.</summary>
    public long Remaining(QuotaLink link, Instant now) => Math.Clamp(
        link.Mode switch
        {
            QuotaMode.Alone => _whole.Level(now),
            QuotaMode.Linked => _slice + _whole.Level(now) - _credit,
            _ => _slice + Share(link, now).Level(now),
        },
        0,
        _whole.Limit);

    public TimeSpan ResetAfter(QuotaLink link, Instant now) => (link.Mode == QuotaMode.Cut ? Share(link, now) : _whole).ResetAfter(now);

    /// <summary>Null: never. Zero where the shared bucket has it and only the slice is missing.</summary>
    public TimeSpan? WaitFor(long units, QuotaLink link, Instant now) =>
        units > _whole.Limit ? null
        : link.Mode == QuotaMode.Cut ? Share(link, now).WaitFor(Math.Min(units, _share.Limit), now)
        : _whole.WaitFor(units, now);

    /// <summary>What to tell the shared bucket; the same again until <see cref="Answered"/>.</summary>
    public AllowanceReport Report(Instant now)
    {
        if (_report is { } pending)
        {
            return pending;
        }

        if (now - _touchedAt >= SliceExpiry)
        {
            _unreported -= _slice;
            _slice = 0;
        }

        // Two beats' worth of what was used in the last one, and what was refused for lack of a slice.
        _wanted = Math.Min(_whole.Limit, Math.Max(Math.Max(2 * _recent, _wanted / 2), _refused));
        var report = new AllowanceReport(_whole.Limit, _unreported, Math.Max(0, _wanted - _slice));
        (_report, _creditInReport) = (report, _credit);
        (_unreported, _recent, _refused) = (0, 0, 0);
        return report;
    }

    /// <param name="granted">The new slice.</param>
    /// <param name="balance">What the shared bucket holds now; negative when overdrawn.</param>
    /// <param name="now">The time.</param>
    public void Answered(long granted, long balance, Instant now)
    {
        _slice += granted;
        _credit = Math.Max(0, _credit - _creditInReport);
        _report = null;
        _whole.SetLevel(balance, now);
    }

    private bool HasCredit(long rest, QuotaLink link, Instant now)
    {
        var known = _whole.Level(now);
        return _credit == 0 ? rest <= known : _credit + rest <= known / link.Gateways;
    }

    // A request that is larger than the share may overdraw it when it is full: the rate stays the share's.
    private bool HasShare(long rest, long units, QuotaLink link, Instant now)
    {
        var share = Share(link, now);
        return rest <= share.Level(now) || (units <= _whole.Limit && rest > share.Limit && share.Level(now) >= share.Limit);
    }

    private IBucket Share(QuotaLink link, Instant now)
    {
        var limit = Math.Max(1, _whole.Limit / link.Gateways);
        if (_share.Limit != limit)
        {
            _share.SetLimit(limit, now);
        }

        return _share;
    }
}
