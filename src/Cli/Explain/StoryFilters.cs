using System.CommandLine;

namespace SageServe.Cli;

/// <summary>Which of the remembered requests are listed, as flags; the gateway checks their values.</summary>
internal static class StoryFilters
{
    private static readonly Option<string?> Model = new("--model") { Description = "Only this model." };
    private static readonly Option<string?> Tier = new("--tier") { Description = "Only this tier." };
    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Only this tenant." };
    private static readonly Option<string?> Outcome = new("--outcome") { Description = "Only those that ended so, for example CapacityRefused." };
    private static readonly Option<string?> SlowerThan = new("--slower-than") { Description = "Only those that took, or have taken so far, longer than so many seconds." };
    private static readonly Option<bool> Running = new("--running") { Description = "Only those that are not over." };
    private static readonly Option<string?> Limit = new("--limit") { Description = "How many at most (50)." };

    public static IEnumerable<Option> All => [Model, Tier, Tenant, Outcome, SlowerThan, Running, Limit];

    /// <summary>Empty without a filter.</summary>
    public static string QueryOf(ParseResult parsed)
    {
        (string Name, string? Value)[] all =
        [
            ("model", parsed.GetValue(Model)), ("tier", parsed.GetValue(Tier)), ("tenant", parsed.GetValue(Tenant)), ("outcome", parsed.GetValue(Outcome)),
            ("slower_than", parsed.GetValue(SlowerThan)), ("running", parsed.GetValue(Running) ? "true" : null), ("limit", parsed.GetValue(Limit)),
        ];
        var given = all.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
