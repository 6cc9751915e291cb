using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>usage</c>: what tenants used, as a running gateway kept it.</summary>
internal static class UsageCommand
{
    private static readonly Option<string?> From = new("--from") { Description = "First day (UTC), for example 2026-11-01; thirty days before the last unless given." };
    private static readonly Option<string?> To = new("--to") { Description = "Last day, included; today unless given." };
    private static readonly Option<string?> Tenant = new("--tenant") { Description = "Only this tenant." };
    private static readonly Option<bool> ByKey = new("--by-key") { Description = "Tells the keys of a tenant apart." };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Prints CSV." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };

    public static Command Create()
    {
        var command = new Command("usage", """
            Shows requests, tokens, GPU time and money by tenant, model, tier and day.

            Examples:
              sageserve usage --from 2026-11-01 --to 2026-11-30 --csv > november.csv
              sageserve usage --tenant acme --by-key --admin http://127.0.0.1:9080
            """) { From, To, Tenant, ByKey, Csv, Json, AdminFlags.Admin, AdminFlags.Key };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (csv, json) = (parsed.GetValue(Csv), parsed.GetValue(Json));
        if (csv && json)
        {
            throw new BadInputException("--csv and --json exclude each other.");
        }

        using var admin = AdminFlags.Open(parsed);
        var answer = await admin.SendAsync(HttpMethod.Get, Path(parsed, csv), null, stop);
        Console.Write(csv ? Encoding.UTF8.GetString(answer)
            : json ? Encoding.UTF8.GetString(answer) + "\n"
            : Table(JsonSerializer.Deserialize(answer, SharedJson.Default.UsageDocument)!));
        return 0;
    }

    private static string Path(ParseResult parsed, bool csv)
    {
        (string Name, string? Value)[] all =
        [
            ("from", parsed.GetValue(From)), ("to", parsed.GetValue(To)), ("tenant", parsed.GetValue(Tenant)),
            ("by", parsed.GetValue(ByKey) ? "key" : null), ("format", csv ? "csv" : null),
        ];
        return "/admin/usage?" + string.Join('&', all.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }

    private static string Table(UsageDocument document)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"day",-12}{"tenant",-18}{"model",-22}{"tier",-20}{"requests",10}{"prompt",14}{"output",14}{"GPU s",12}{"USD",12}  key");
        foreach (var r in document.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{r.Day,-12}{r.Tenant,-18}{r.Model,-22}{r.Tier.WireName(),-20}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{r.Requests,10}{r.PromptTokens,14}{r.OutputTokens,14}{r.GpuSeconds,12:0.0}{r.Usd,12:0.0000}  {r.Key}");
        }

        var (requests, usd) = (document.Rows.Sum(r => r.Requests), document.Rows.Sum(r => r.Usd));
        return text.AppendLine(CultureInfo.InvariantCulture, $"{requests} requests, {usd:0.0000} USD from {document.From} to {document.To}.").ToString();
    }
}
