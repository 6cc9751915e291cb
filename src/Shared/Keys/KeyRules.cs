using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Says everything that is wrong with keys, all at once.</summary>
public static class KeyRules
{
    /// <summary>More would leave too little room for exact arithmetic in 64 bits.</summary>
    public const long MostPerMinute = 1_000_000_000;

    private const decimal MostUsd = 1_000_000_000;
    private const int MaxId = 64;
    private const int HashDigits = 64;

    public static IReadOnlyList<string> Check(KeysDocument document)
    {
        var problems = new List<string>();
        for (var i = 0; i < document.Keys.Length; i++)
        {
            var key = document.Keys[i];
            var where = key?.Id is { Length: > 0 } id ? $"keys: {id}" : $"keys[{i}]";
            if (key is null)
            {
                problems.Add($"{where}: is null.");
                continue;
            }

            CheckIdentity(key, where, problems);
            CheckGrant(key, where, problems);
        }

        var known = document.Keys.Where(k => k is not null);
        Unique(known.Select(k => k.EffectiveId), "id", problems);
        CheckTenants(document.Tenants, problems);
        Unique(known.Where(k => k.Sha256 is not null).Select(k => k.Sha256!.Trim().ToUpperInvariant()), "sha256", problems);
        return problems;
    }

    /// <summary>What a tenant may be limited to.</summary>
    public static IReadOnlyList<string> Check(TenantDocument tenant)
    {
        var problems = new List<string>();
        CheckTenants([tenant], problems);
        return problems;
    }

    /// <summary>What may be asked for when a key is made.</summary>
    public static IReadOnlyList<string> Check(KeyGrant grant)
    {
        var problems = new List<string>();
        CheckGrant(grant, "key", problems);
        return problems;
    }

    private static void CheckIdentity(KeyDocument key, string where, List<string> problems)
    {
        if (key.Sha256?.Trim() is not { Length: HashDigits } hash || !hash.All(char.IsAsciiHexDigit))
        {
            problems.Add($"{where}: sha256 must be the SHA-256 of the key in 64 hexadecimal digits.");
        }

        if (key.Id is { } id && (id.Length is 0 or > MaxId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            problems.Add($"{where}: id takes 1 to {MaxId} letters, digits, '-', '_' and '.'.");
        }
    }

    private static void CheckGrant(KeyGrant grant, string where, List<string> problems)
    {
        if (grant.Tenant.IsNone)
        {
            problems.Add($"{where}: tenant is missing.");
        }

        foreach (var (tier, name) in new[] { (grant.StreamTier, "streamTier"), (grant.CallTier, "callTier") })
        {
            if (tier < grant.TierCeiling)
            {
                problems.Add($"{where}: {name} {tier.Value.WireName()} is more urgent than tierCeiling {grant.TierCeiling.WireName()}.");
            }
        }

        CheckList(grant.Models, where, "models", string.IsNullOrWhiteSpace, problems);
        CheckList(grant.Regions, where, "regions", r => r.IsNone, problems);
        CheckLimits(grant.Limits, where, problems);
    }

    private static void CheckTenants(ImmutableArray<TenantDocument> tenants, List<string> problems)
    {
        for (var i = 0; i < tenants.Length; i++)
        {
            if (tenants[i] is not { Tenant.IsNone: false } tenant)
            {
                problems.Add($"tenants[{i}]: tenant is missing.");
                continue;
            }

            CheckLimits(tenant.Limits, $"tenants: {tenant.Tenant}", problems);
        }

        Unique(tenants.Where(t => t is { Tenant.IsNone: false }).Select(t => t.Tenant.Value), "tenant", problems);
    }

    private static void CheckLimits(KeyLimits limits, string where, List<string> problems)
    {
        foreach (var (value, name) in new[] { (limits.RequestsPerMinute, "requestsPerMinute"), (limits.TokensPerMinute, "tokensPerMinute"), (limits.Concurrent, "concurrent") })
        {
            if (value is < 1 or > MostPerMinute)
            {
                problems.Add($"{where}: limits.{name} {value} is not within 1..{MostPerMinute}; leave it out for no limit, revoke the key for none at all.");
            }
        }

        if (limits.UsdPerDay is <= 0 or > MostUsd)
        {
            problems.Add($"{where}: limits.usdPerDay {limits.UsdPerDay} must be above 0 and at most {MostUsd}.");
        }
    }

    private static void CheckList<T>(ImmutableArray<T> items, string where, string name, Func<T, bool> isBlank, List<string> problems)
    {
        if (items.Any(isBlank))
        {
            problems.Add($"{where}: {name} holds an empty name.");
        }

        if (items.Distinct().Count() != items.Length)
        {
            problems.Add($"{where}: {name} holds a name twice.");
        }
    }

    private static void Unique(IEnumerable<string> values, string name, List<string> problems)
    {
        foreach (var group in values.GroupBy(v => v, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"keys: {name} '{group.Key}' stands {group.Count()} times.");
        }
    }
}
