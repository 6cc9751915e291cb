namespace SageServe.Routing;

/// <summary>
/// The tenants' virtual token counters, one per tenant and tier. A request is charged its prompt and expected output when it is sent
/// and settled by its real output when it ends. A tenant that comes back from idle is lifted to the least counter of those that wait
/// in its tier, or to that of the tenant which was served last when nobody waits: idle time earns nothing. O(log tenants) a move.
/// </summary>
internal sealed class TenantShares(FairnessRule rule, double promptWeight, double outputWeight)
{
    /// <summary>Accounts beyond this are looked through for those that nothing speaks for any more.</summary>
    private const int MaxIdle = 1024;
    private static readonly TenantId Everyone = new("*");
    private readonly Dictionary<(TenantId, ServiceTier), TenantAccount> _accounts = [];
    private readonly SlotHeap<TenantAccount>[] _waiting = [.. ServiceTiers.All.Select(_ => new SlotHeap<TenantAccount>(ServedLess, static (a, slot) => a.Slot = slot, static a => a.Slot))];
    private readonly TenantAccount[] _shared = [.. ServiceTiers.All.Select(t => new TenantAccount(Everyone, t))];
    private readonly long[] _lastServed = new long[ServiceTiers.All.Length];
    private int _sweepAt = MaxIdle;

    public int Count => _accounts.Count;

    /// <summary>Counters stay; what is charged from now on goes by the new weights. The lanes are for the hold queue to renew.</summary>
    public void Change(FairnessRule newRule, double newPromptWeight, double newOutputWeight) =>
        (rule, promptWeight, outputWeight) = (newRule, newPromptWeight, newOutputWeight);

    /// <summary>The account of the request's tenant; the request speaks for it until <see cref="Close"/>.</summary>
    public TenantAccount Open(FlowEntry entry)
    {
        if (entry.Account is { } known)
        {
            return known;
        }

        var key = (entry.Request.Tenant, entry.Request.Tier);
        if (!_accounts.TryGetValue(key, out var account))
        {
            Sweep();
            account = new TenantAccount(key.Tenant, key.Tier);
            _accounts.Add(key, account);
        }

        account.Live++;
        return entry.Account = account;
    }

    public static void Close(FlowEntry entry)
    {
        if (entry.Account is { } account)
        {
            account.Live--;
            entry.Account = null;
        }
    }

    /// <summary>Whose lanes a held request stands in: its tenant's, or everybody's where tenants are not looked at.</summary>
    public TenantAccount Holder(TenantAccount account) => rule == FairnessRule.Vtc ? account : _shared[(int)account.Tier];

    /// <summary>A request begins to wait; the first of its tenant lifts the counter.</summary>
    public void Wait(TenantAccount account, int promptTokens)
    {
        if (account.Held == 0)
        {
            Lift(account);
            _waiting[(int)account.Tier].Push(account);
        }

        account.Held++;
        account.HeldPromptTokens += promptTokens;
    }

    public void Leave(TenantAccount account, int promptTokens)
    {
        account.Held--;
        account.HeldPromptTokens -= promptTokens;
        if (account.Held == 0)
        {
            _waiting[(int)account.Tier].Remove(account);
        }
    }

    /// <summary>A request that is not held is sent. One of a tenant with nothing waiting comes back from idle first.</summary>
    public void Charge(FlowEntry entry)
    {
        var account = Open(entry);
        if (account.Held == 0)
        {
            Lift(account);
        }

        entry.Charged = Cost(entry.Request.PromptTokens, entry.Request.ExpectedOutputTokens);
        _lastServed[(int)account.Tier] = account.Served;
        Move(account, entry.Charged);
    }

    /// <summary>What it has got really; nothing when the attempt did not serve it at all.</summary>
    public void Settle(FlowEntry entry, bool served, int outputTokens)
    {
        if (entry.Account is { } account && entry.Charged > 0)
        {
            Move(account, (served ? Cost(entry.Request.PromptTokens, outputTokens) : 0) - entry.Charged);
            entry.Charged = 0;
        }
    }

    private long Cost(int promptTokens, int outputTokens) => (long)(promptWeight * promptTokens + outputWeight * outputTokens);

    private void Lift(TenantAccount account)
    {
        var waiting = _waiting[(int)account.Tier];
        account.Served = Math.Max(account.Served, waiting.Count > 0 ? waiting.Top.Served : _lastServed[(int)account.Tier]);
    }

    private void Move(TenantAccount account, long tokens)
    {
        account.Served += tokens;
        if (account.Slot >= 0)
        {
            _waiting[(int)account.Tier].Renew(account);
        }

        foreach (var lane in account.Lanes)
        {
            if (lane is { Slot: >= 0 })
            {
                lane.Line!.Renew(lane);
            }
        }
    }

    /// <summary>Forgets idle tenants that a lift would bring where they are; if most remain, all idle ones. Amortised O(1) a new tenant.</summary>
    private void Sweep()
    {
        if (_accounts.Count < _sweepAt)
        {
            return;
        }

        Forget(a => a.Served <= _lastServed[(int)a.Tier]);
        if (_accounts.Count > _sweepAt / 2)
        {
            Forget(static _ => true);
        }

        _sweepAt = Math.Max(MaxIdle, 2 * _accounts.Count);
    }

    private void Forget(Predicate<TenantAccount> which)
    {
        foreach (var (key, account) in _accounts)
        {
            if (account.Live == 0 && which(account))
            {
                _accounts.Remove(key);
            }
        }
    }

    private static int ServedLess(TenantAccount a, TenantAccount b)
    {
        var order = a.Served.CompareTo(b.Served);
        return order != 0 ? order : a.Tenant.CompareTo(b.Tenant);
    }
}
