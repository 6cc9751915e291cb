using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The stage that holds a key to its limits: a request takes its estimate before anything is done for it and settles by what it used.
/// Nothing here waits for anybody.
/// </summary>
internal sealed class QuotaDesk(PriceList prices, UsageLedger usage, QuotaMetrics metrics, SteadyClock clock)
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

        var now = clock.Now;
        var account = _accounts.GetOrAdd(id, static key => new QuotaAccount(key));
        account.Apply(limits, _link.Mode == QuotaMode.Alone ? usage : null, now);
        var money = limits.UsdPerDay is null ? 0 : prices.Of(request.Model, request.Tier, request.PromptTokens, request.ExpectedOutputTokens, default).MicroUsd;
        var charge = new QuotaCharge(1, request.PromptTokens + (long)request.ExpectedOutputTokens, money);
        var verdict = account.Take(charge, _link, now);
        Tell(account);
        if (verdict.Refused != QuotaKind.None)
        {
            metrics.Refused(caller.Tenant, verdict.Refused);
        }

        http.Response.OnStarting(static state => ((RateLimitHeaders)state).WriteAsync(), new RateLimitHeaders(http.Response, this, account));
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

    private void Tell(QuotaAccount account)
    {
        if (_link.Mode == QuotaMode.Linked && account.IsUrgent())
        {
            Urgent?.Invoke();
        }
    }
}
