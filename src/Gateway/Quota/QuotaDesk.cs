using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The stage that holds a key and its tenant to their limits: a request takes its estimate before anything is done for it and settles by what it used.
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

    /// <summary>Of keys and of tenants.</summary>
    public IEnumerable<QuotaAccount> All => _accounts.Values;

    /// <summary>Null for a caller without limits; else a ticket that says whether the request may go on.</summary>
    public QuotaTicket? Take(HttpContext http, Caller caller, InferenceRequest request)
    {
        var (own, tenants) = LimitsOf(caller);
        if (own is null && tenants is null)
        {
            return null;
        }

        var accounts = Accounts(caller.KeyId!, own, caller.Tenant, tenants);
        var ticket = Take(accounts, new QuotaCharge(1, request.PromptTokens + (long)request.ExpectedOutputTokens, Price(own, tenants, request)), caller.Tenant);
        Tell(http, accounts);
        return ticket;
    }

    /// <summary>An answer to a request that never came as far as its limits tells them too, and one that takes nothing of them.</summary>
    public void Announce(HttpContext http)
    {
        if (identity.Identify(http.Request) is { } caller && LimitsOf(caller) is var (own, tenants) && (own ?? tenants) is not null)
        {
            Tell(http, Accounts(caller.KeyId!, own, caller.Tenant, tenants));
        }
    }

    /// <summary>For patient work, which only money limits. Null for a key without a budget.</summary>
    public QuotaTicket? TakeMoney(string? keyId, InferenceRequest request)
    {
        if (keyId is null || identity.Store?.Ring is not { } ring)
        {
            return null;
        }

        var (own, tenants) = (WithBudget(ring.FindById(keyId)?.Limits), WithBudget(ring.LimitsOf(request.Tenant)));
        return own is null && tenants is null
            ? null
            : Take(Accounts(keyId, own, request.Tenant, tenants), new QuotaCharge(0, 0, Price(own, tenants, request)), refusedOf: null);
    }

    public void Settle(in QuotaAccounts accounts, in QuotaCharge taken, in QuotaCharge used)
    {
        accounts.Settle(taken, used, _link, clock.Now);
        Tell(accounts);
    }

    public QuotaReading Read(in QuotaAccounts accounts) => accounts.Read(_link, clock.Now);

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

    private static KeyLimits? WithBudget(KeyLimits? limits) => limits?.UsdPerDay is null ? null : limits;

    // A peer's request was limited where it entered; it has no key here.
    private (KeyLimits? Own, KeyLimits? Tenants) LimitsOf(Caller caller) =>
        caller.KeyId is null ? (null, null) : (caller.Limits, identity.Store?.Ring?.LimitsOf(caller.Tenant));

    private QuotaTicket Take(in QuotaAccounts accounts, in QuotaCharge charge, TenantId? refusedOf)
    {
        var (verdict, isTenants) = accounts.Take(charge, _link, clock.Now);
        if (verdict.Refused != QuotaKind.None && refusedOf is { } tenant)
        {
            metrics.Refused(tenant, verdict.Refused);
        }

        Tell(accounts);
        return new QuotaTicket(this, accounts, charge, verdict.Refused == QuotaKind.None ? null : QuotaErrors.Of(verdict, isTenants));
    }

    private QuotaAccounts Accounts(string keyId, KeyLimits? own, TenantId tenant, KeyLimits? tenants)
    {
        var now = clock.Now;
        return new QuotaAccounts(
            own is null ? null : Account(keyId, own, now), tenants is null ? null : Account(QuotaAccounts.IdOf(tenant), tenants, now));
    }

    private QuotaAccount Account(string keyId, KeyLimits limits, Instant now)
    {
        var account = _accounts.GetOrAdd(keyId, static id => new QuotaAccount(id));
        account.Apply(limits, _link.Mode == QuotaMode.Alone ? usage : null, now);
        return account;
    }

    private void Tell(HttpContext http, in QuotaAccounts accounts) =>
        http.Response.OnStarting(static state => ((RateLimitHeaders)state).WriteAsync(), new RateLimitHeaders(http.Response, this, accounts));

    private long Price(KeyLimits? own, KeyLimits? tenants, InferenceRequest request) => own?.UsdPerDay is null && tenants?.UsdPerDay is null
        ? 0
        : prices.Of(request.Model, request.Tier, request.PromptTokens, request.ExpectedOutputTokens, default).MicroUsd;

    private void Tell(in QuotaAccounts accounts)
    {
        if (_link.Mode == QuotaMode.Linked && accounts.IsUrgent())
        {
            Urgent?.Invoke();
        }
    }
}
