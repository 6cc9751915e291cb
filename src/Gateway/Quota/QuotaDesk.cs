using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The stage that holds a key to its limits: a request takes its estimate before anything is done for it and settles by what it used.
/// Nothing here waits for anybody.
/// </summary>
internal sealed class QuotaDesk(KeyIdentity identity, PriceList prices, UsageLedger usage, QuotaMetrics metrics, SteadyClock clock)
{
    private readonly ConcurrentDictionary<string, QuotaAccount> _accounts = new(StringComparer.Ordinal);
    private volatile QuotaLink _link = QuotaLink.Alone;

    /// <summary>Raised when the shared limits should hear of a key before the next beat.</summary>
    public event Action? Urgent;

    /// <summary>How things stand with the shared limits.</summary>
    public QuotaLink Link
    {
        get => _link;
        set => _link = value;
    }

    public IEnumerable<QuotaAccount> Accounts => _accounts.Values;

    /// <summary>Null for a caller without limits; else a ticket that says whether the request may go on.</summary>
    public QuotaTicket? Take(HttpContext http, Caller caller, InferenceRequest request)
    {
        if (caller is not { KeyId: { } id, Limits: { } limits })
        {
            return null;
        }

        var charge = new QuotaCharge(1, request.PromptTokens + (long)request.ExpectedOutputTokens, Price(limits, request));
        var (account, verdict) = Take(id, limits, charge);
        if (verdict.Refused != QuotaKind.None)
        {
            metrics.Refused(caller.Tenant, verdict.Refused);
        }

        Tell(http, account);
        return new QuotaTicket(this, account, charge, verdict.Refused == QuotaKind.None ? null : QuotaErrors.Of(verdict));
    }

    /// <summary>An answer to a request that never came as far as its limits tells them too.</summary>
    public void Announce(HttpContext http)
    {
        if (identity.Identify(http.Request) is { KeyId: { } id, Limits: { } limits })
        {
            Tell(http, Account(id, limits, clock.Now));
        }
    }

    /// <summary>For patient work, which only money limits. Null for a key without a budget.</summary>
    public QuotaTicket? TakeMoney(string? keyId, InferenceRequest request)
    {
        if (keyId is null || identity.Store?.Ring?.FindById(keyId)?.Limits is not { UsdPerDay: not null } limits)
        {
            return null;
        }

        var charge = new QuotaCharge(0, 0, Price(limits, request));
        var (account, verdict) = Take(keyId, limits, charge);
        return new QuotaTicket(this, account, charge, verdict.Refused == QuotaKind.None ? null : QuotaErrors.Of(verdict));
    }

    public void Settle(QuotaAccount account, in QuotaCharge taken, in QuotaCharge used)
    {
        account.Settle(taken, used, _link, clock.Now);
        Tell(account);
    }

    public QuotaReading Read(QuotaAccount account) => account.Read(_link, clock.Now);

    /// <summary>Forgets accounts that were not used for so long.</summary>
    public void Forget(TimeSpan unused)
    {
        var now = clock.Now;
        foreach (var (id, account) in _accounts)
        {
            if (now - account.LastUsed > unused && account.Report(now) is null)
            {
                _accounts.TryRemove(id, out _);
            }
        }
    }

    private (QuotaAccount Account, QuotaVerdict Verdict) Take(string keyId, KeyLimits limits, in QuotaCharge charge)
    {
        var now = clock.Now;
        var account = Account(keyId, limits, now);
        var verdict = account.Take(charge, _link, now);
        Tell(account);
        return (account, verdict);
    }

    private QuotaAccount Account(string keyId, KeyLimits limits, Instant now)
    {
        var account = _accounts.GetOrAdd(keyId, static id => new QuotaAccount(id));
        account.Apply(limits, _link.Mode == QuotaMode.Alone ? usage : null, now);
        return account;
    }

    private void Tell(HttpContext http, QuotaAccount account) =>
        http.Response.OnStarting(static state => ((RateLimitHeaders)state).WriteAsync(), new RateLimitHeaders(http.Response, this, account));

    private long Price(KeyLimits limits, InferenceRequest request) => limits.UsdPerDay is null
        ? 0
        : prices.Of(request.Model, request.Tier, request.PromptTokens, request.ExpectedOutputTokens, default).MicroUsd;

    private void Tell(QuotaAccount account)
    {
        if (_link.Mode == QuotaMode.Linked && account.IsUrgent())
        {
            Urgent?.Invoke();
        }
    }
}
