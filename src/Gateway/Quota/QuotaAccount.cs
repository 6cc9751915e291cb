namespace SageServe.Gateway;

/// <summary>What one key has used of its limits. All that a request takes is taken in one step, or nothing is. Safe for any thread.</summary>
internal sealed class QuotaAccount
{
    private static readonly TimeSpan SlotPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private KeyLimits _limits = new();
    private Allowance? _requests;
    private Allowance? _tokens;
    private Allowance? _money;
    private Slots? _slots;
    private QuotaReport? _report;
    private int _slotsTold;
    private long _reports;

    public QuotaAccount(string id) => Id = id;

    /// <summary>The key's id.</summary>
    public string Id { get; }

    public Instant LastUsed { get; private set; } = Instant.Min;

    /// <summary>Takes over limits that were changed; what is used stays used.</summary>
    /// <param name="limits">The key's limits now.</param>
    /// <param name="written">What the key has spent today as far as is written, for a new account; null where that is shared.</param>
    /// <param name="now">The time.</param>
    public void Apply(KeyLimits limits, UsageLedger? written, Instant now)
    {
        if (ReferenceEquals(limits, Volatile.Read(ref _limits)))
        {
            return;
        }

        lock (_gate)
        {
            var hadMoney = _money is not null;
            _requests = Changed(_requests, limits.RequestsPerMinute, static (n, at) => new MinuteBucket(n, at), now);
            _tokens = Changed(_tokens, limits.TokensPerMinute, static (n, at) => new MinuteBucket(n, at), now);
            _money = Changed(_money, MicroUsd(limits.UsdPerDay), static (n, at) => new DayBudget(n, at), now);
            if (!hadMoney && written?.SpentToday(Id, now) is > 0 and var spent)
            {
                _money?.Settle(spent, QuotaLink.Alone, now);
            }

            if (limits.Concurrent is { } most)
            {
                (_slots ??= new Slots(most)).Limit = most;
            }
            else
            {
                _slots = null;
            }

            Volatile.Write(ref _limits, limits);
        }
    }

    public QuotaVerdict Take(in QuotaCharge charge, QuotaLink link, Instant now)
    {
        lock (_gate)
        {
            LastUsed = now;
            if (charge.Requests > 0 && _slots is { } slots && !slots.Has(link))
            {
                return new QuotaVerdict(QuotaKind.Concurrent, slots.Limit, 1, SlotPause);
            }

            var verdict = Lack(_requests, QuotaKind.Requests, charge.Requests, link, now)
                ?? Lack(_tokens, QuotaKind.Tokens, charge.Tokens, link, now)
                ?? Lack(_money, QuotaKind.Money, charge.MicroUsd, link, now);
            if (verdict is { } lack)
            {
                return lack;
            }

            _requests?.Take(charge.Requests, link, now);
            _tokens?.Take(charge.Tokens, link, now);
            _money?.Take(charge.MicroUsd, link, now);
            if (charge.Requests > 0)
            {
                _slots?.Enter();
            }

            return default;
        }
    }

    /// <summary>The request has ended: what it took becomes what it used.</summary>
    public void Settle(in QuotaCharge taken, in QuotaCharge used, QuotaLink link, Instant now)
    {
        lock (_gate)
        {
            _requests?.Settle(used.Requests - taken.Requests, link, now);
            _tokens?.Settle(used.Tokens - taken.Tokens, link, now);
            _money?.Settle(used.MicroUsd - taken.MicroUsd, link, now);
            if (taken.Requests > 0 && _slots is { InUse: > 0 })
            {
                _slots.Leave();
            }
        }
    }

    public QuotaReading Read(QuotaLink link, Instant now)
    {
        lock (_gate)
        {
            return new QuotaReading(QuotaGauge.Of(_requests, link, now), QuotaGauge.Of(_tokens, link, now));
        }
    }

    /// <summary>It must be told now, not at the next beat.</summary>
    public bool IsUrgent()
    {
        lock (_gate)
        {
            return _requests is { IsUrgent: true } || _tokens is { IsUrgent: true } || _money is { IsUrgent: true } || _slots is { IsUrgent: true };
        }
    }

    /// <summary>What to tell the shared limits; the same until it is answered. Null when there is nothing.</summary>
    public QuotaReport? Report(Instant now)
    {
        lock (_gate)
        {
            if (_report is not null)
            {
                return _report;
            }

            var holds = _slots is { InUse: var inUse } && (inUse > 0 || _slotsTold > 0);
            if (!holds && _requests is not { IsActive: true } && _tokens is not { IsActive: true } && _money is not { IsActive: true })
            {
                return null;
            }

            _slotsTold = _slots?.InUse ?? 0;
            return _report = new QuotaReport(
                ++_reports, _requests?.Report(now) ?? default, _tokens?.Report(now) ?? default, _money?.Report(now) ?? default, _slotsTold);
        }
    }

    public void Answered(QuotaAnswer answer, QuotaLink link, Instant now)
    {
        lock (_gate)
        {
            _report = null;
            _requests?.Answered(answer.Requests.Granted, answer.Requests.Balance, now);
            _tokens?.Answered(answer.Tokens.Granted, answer.Tokens.Balance, now);
            _money?.Answered(answer.Money.Granted, answer.Money.Balance, now);
            _slots?.Answered(_slotsTold, answer.OtherSlots, link);
        }
    }

    private static QuotaVerdict? Lack(Allowance? allowance, QuotaKind kind, long units, QuotaLink link, Instant now) =>
        allowance is null || allowance.Has(units, link, now)
            ? null
            : new QuotaVerdict(kind, allowance.Limit, units, allowance.WaitFor(units, link, now));

    private static Allowance? Changed(Allowance? allowance, long? limit, Func<long, Instant, IBucket> bucket, Instant now)
    {
        if (limit is not { } value)
        {
            return null;
        }

        allowance ??= new Allowance(value, bucket, now);
        allowance.SetLimit(value, now);
        return allowance;
    }

    private static long? MicroUsd(decimal? usd) => usd is { } value ? Math.Max(1, (long)(value * 1_000_000m)) : null;
}
