using System.CommandLine;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>What a new key allows, as flags.</summary>
internal static class GrantFlags
{
    private static readonly Option<string> Tenant = new("--tenant") { Description = "Who the key belongs to.", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "A note, for example where the key is used." };
    private static readonly Option<string> Ceiling = new("--tier-ceiling") { Description = "The most urgent tier that it may use.", DefaultValueFactory = _ => "interactive-fast" };
    private static readonly Option<string?> StreamTier = new("--stream-tier") { Description = "Tier of streams that ask for none (interactive-fast)." };
    private static readonly Option<string?> CallTier = new("--call-tier") { Description = "Tier of other calls that ask for none (interactive-normal)." };
    private static readonly Option<string[]> Models = new("--model") { Description = "A model name that it may use; may be repeated. Without: all." };
    private static readonly Option<string[]> Regions = new("--region") { Description = "A region that may see its requests; may be repeated. Without: all." };
    private static readonly Option<string?> Expires = new("--expires") { Description = "When it ends: a duration like 30d or a time like 2027-01-01T00:00:00Z." };
    private static readonly Option<long?> Requests = new("--requests-per-minute") { Description = "Requests a minute." };
    private static readonly Option<long?> Tokens = new("--tokens-per-minute") { Description = "Prompt and output tokens a minute." };
    private static readonly Option<decimal?> Usd = new("--usd-per-day") { Description = "Money a day (UTC)." };
    private static readonly Option<int?> Concurrent = new("--concurrent") { Description = "Requests at the same time." };

    public static IEnumerable<Option> All => [Tenant, Name, Ceiling, StreamTier, CallTier, Models, Regions, Expires, Requests, Tokens, Usd, Concurrent];

    /// <summary>What a tenant's keys may use together.</summary>
    public static IEnumerable<Option> Limits => [Requests, Tokens, Usd, Concurrent];

    /// <exception cref="BadInputException">Something is wrong with them; every problem is listed.</exception>
    public static TenantDocument ReadTenant(ParseResult parsed, string tenant)
    {
        var document = new TenantDocument(string.IsNullOrWhiteSpace(tenant) ? default : new TenantId(tenant), ReadLimits(parsed));
        var problems = KeyRules.Check(document);
        return problems.Count == 0 ? document : throw new BadInputException(string.Join("\n", problems));
    }

    /// <exception cref="BadInputException">Something is wrong with it; every problem is listed.</exception>
    public static KeyGrant Read(ParseResult parsed)
    {
        var tenant = parsed.GetRequiredValue(Tenant);
        var grant = new KeyGrant
        {
            Tenant = string.IsNullOrWhiteSpace(tenant) ? default : new TenantId(tenant),
            Name = parsed.GetValue(Name),
            TierCeiling = Tier("--tier-ceiling", parsed.GetRequiredValue(Ceiling))!.Value,
            StreamTier = Tier("--stream-tier", parsed.GetValue(StreamTier)),
            CallTier = Tier("--call-tier", parsed.GetValue(CallTier)),
            Models = [.. parsed.GetValue(Models) ?? []],
            Regions = [.. (parsed.GetValue(Regions) ?? []).Select(r => new RegionId(r))],
            Expires = End(parsed.GetValue(Expires)),
            Limits = ReadLimits(parsed),
        };
        var problems = KeyRules.Check(grant);
        return problems.Count == 0 ? grant : throw new BadInputException(string.Join("\n", problems));
    }

    private static KeyLimits ReadLimits(ParseResult parsed) => new()
    {
        RequestsPerMinute = parsed.GetValue(Requests),
        TokensPerMinute = parsed.GetValue(Tokens),
        UsdPerDay = parsed.GetValue(Usd),
        Concurrent = parsed.GetValue(Concurrent),
    };

    private static ServiceTier? Tier(string flag, string? text) => text is null ? null
        : ServiceTiers.TryParse(text, out var tier) ? tier
        : throw new BadInputException($"{flag} '{text}' is no tier. Use {string.Join(", ", ServiceTiers.All.Select(t => t.WireName()))}.");

    private static Instant? End(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var now = Instant.From(TimeProvider.System.GetUtcNow());
        return DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero ? now + duration
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && Instant.From(time) > now ? Instant.From(time)
            : throw new BadInputException($"--expires '{text}' is no duration and no time to come. Write 30d or 2027-01-01T00:00:00Z.");
    }
}
