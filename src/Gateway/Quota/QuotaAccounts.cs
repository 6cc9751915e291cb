namespace SageServe.Gateway;

/// <summary>Where a request's charge goes: its key's account, its tenant's, or both. At least one is there.</summary>
/// <param name="Key">Null for a key without limits of its own.</param>
/// <param name="Tenant">Null for a tenant without limits.</param>
internal readonly record struct QuotaAccounts(QuotaAccount? Key, QuotaAccount? Tenant)
{
    private const string TenantPrefix = "tenant:";

    /// <summary>Name of a tenant's account; no key has such a one.</summary>
    public static string IdOf(TenantId tenant) => IdOf(tenant.Value);

    public static string IdOf(string tenant) => TenantPrefix + tenant;

    /// <summary>All of it from both, or nothing.</summary>
    /// <returns>The first lack, and true when it is the tenant's.</returns>
    public (QuotaVerdict Verdict, bool IsTenants) Take(in QuotaCharge charge, QuotaLink link, Instant now)
    {
        var verdict = Key?.Take(charge, link, now) ?? default;
        if (verdict.Refused != QuotaKind.None || Tenant is null)
        {
            return (verdict, false);
        }

        verdict = Tenant.Take(charge, link, now);
        if (verdict.Refused != QuotaKind.None)
        {
            Key?.Settle(charge, default, link, now);
        }

        return (verdict, true);
    }

    public void Settle(in QuotaCharge taken, in QuotaCharge used, QuotaLink link, Instant now)
    {
        Key?.Settle(taken, used, link, now);
        Tenant?.Settle(taken, used, link, now);
    }

    /// <summary>Of each limit what is nearer to its end.</summary>
    public QuotaReading Read(QuotaLink link, Instant now)
    {
        if (Key is null || Tenant is null)
        {
            return (Key ?? Tenant)!.Read(link, now);
        }

        var (one, other) = (Key.Read(link, now), Tenant.Read(link, now));
        return new QuotaReading(Nearer(one.Requests, other.Requests), Nearer(one.Tokens, other.Tokens));
    }

    public bool IsUrgent() => Key?.IsUrgent() == true || Tenant?.IsUrgent() == true;

    private static QuotaGauge Nearer(in QuotaGauge one, in QuotaGauge other) =>
        one.Limit == 0 || (other.Limit > 0 && other.Remaining < one.Remaining) ? other : one;
}
