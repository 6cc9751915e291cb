using System.CommandLine;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>explain</c>: why a request went where it went, from running gateways or from decision logs.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string?> Id = new("request-id")
    {
        Description = "What the answer's x-request-id header said. Without it the newest requests are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Gateways = new("--gateway", "--admin")
    {
        Description = "Admin address of a gateway (http://127.0.0.1:9080); may be repeated. Gateways that the request was relayed to are found by themselves where Gateway:Peers names their AdminUrl.",
    };

    private static readonly Option<string?> Record = new("--record") { Description = "Reads decision logs instead: a folder that `up --record` wrote, or one log." };
    private static readonly Option<bool> Json = new("--json") { Description = "Prints JSON." };

    public static Command Create()
    {
        var command = new Command("explain", """
            Tells why a request went where it went: each decision with its reasons, attempts, waiting, tokens, the end.

            Examples:
              sageserve explain req_0199f3c2a7d84c1e9a0b6f21d4e83c55
              sageserve explain my-own-id --gateway http://10.0.0.5:9080 --gateway http://10.1.0.5:9080 --admin-key-file admin.key
              sageserve explain req_0199f3c2a7d84c1e9a0b6f21d4e83c55 --record run1 --json
              sageserve explain --tier interactive-fast --slower-than 2.5 --limit 20
              sageserve explain --outcome CapacityRefused
              sageserve explain plan
            """) { Id, Gateways, AdminFlags.Key, Record, Json };
        foreach (var filter in StoryFilters.All)
        {
            command.Options.Add(filter);
        }

        command.Subcommands.Add(ExplainPlanCommand.Create());
        command.SetAction((parsed, stop) => parsed.GetValue(Id) is { Length: > 0 } id ? OneAsync(parsed, id, stop) : RecentAsync(parsed, stop));
        return command;
    }

    private static async Task<int> OneAsync(ParseResult parsed, string id, CancellationToken stop)
    {
        if (StoryFilters.QueryOf(parsed).Length > 0)
        {
            throw new BadInputException("Filters are for the list: leave the request id out, or the filters.");
        }

        var gateways = new GatewayStories(parsed);
        var found = parsed.GetValue(Record) is { } record ? RecordedStories.Find(record, id) : await gateways.FindAsync(Addresses(parsed), id, stop);

        // A client may give the same id again: newest first, and each from where it entered on.
        var stories = found.GroupBy(s => s.Id).OrderByDescending(g => g.Max(s => s.Arrived)).SelectMany(g => g.OrderBy(s => s.Relayed)).ToList();
        Console.Write(parsed.GetValue(Json)
            ? JsonSerializer.Serialize(new RequestStories(stories[0].Region, [.. stories]), SharedJson.Default.RequestStories) + "\n"
            : string.Join("\n", stories.Select(StoryText.Of)));
        foreach (var problem in gateways.Problems)
        {
            await Console.Error.WriteLineAsync(problem);
        }

        return 0;
    }

    private static async Task<int> RecentAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(Record) is not null || parsed.GetValue(Gateways) is { Length: > 1 })
        {
            throw new BadInputException("Name the request: only one running gateway's requests can be listed.");
        }

        var recent = await GatewayStories.RecentAsync(parsed, Addresses(parsed)[0], StoryFilters.QueryOf(parsed), stop);
        Console.Write(parsed.GetValue(Json) ? JsonSerializer.Serialize(recent, SharedJson.Default.RequestStories) + "\n" : RecentTable.Text(recent));
        return 0;
    }

    private static string[] Addresses(ParseResult parsed) => parsed.GetValue(Gateways) is { Length: > 0 } named ? named : ["http://127.0.0.1:9080"];
}
