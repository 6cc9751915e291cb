using System.CommandLine;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>replay</c>: feeds recorded inputs to fresh rooms and compares what they decide.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> Log = new("log") { Description = "Decision log (JSON lines), or a folder that `up --record` wrote." };
    private static readonly Option<string?> Catalog = new("--catalog") { Description = "Catalog of the recorded run; catalog.json beside the log otherwise." };

    public static Command Create()
    {
        var command = new Command("replay", "Replays decision logs and says whether today's code decides the same.") { Log, Catalog };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(Log), parsed.GetValue(Catalog))));
        return command;
    }

    private static int Run(string path, string? catalogPath)
    {
        var logs = DecisionLogFiles.Of(path);
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(logs[0]))!, "catalog.json");
        var catalog = CatalogFile.Read("--catalog", catalogPath ?? beside);
        var equal = true;
        foreach (var log in logs)
        {
            var result = Replayed(log, catalog);
            equal &= result.IsEqual;
            Console.WriteLine($"{log}: {result.Records} records, {result.Replayed} replayed, {result.Skipped} skipped after gaps, {(result.Told > 0 ? $"{result.Told} of releases only told, " : "")}{(result.IsEqual ? "all equal" : $"{result.Differences.Count} differ")}");
            foreach (var difference in result.Differences.Take(5))
            {
                Console.WriteLine($"  line {difference.Line}, {difference.Room} {difference.Key}, sequence {difference.Sequence}:\n    recorded {difference.Recorded}\n    replayed {difference.Replayed}");
            }
        }

        return equal ? 0 : 1;
    }

    private static ReplayResult Replayed(string log, ServingCatalog catalog)
    {
        try
        {
            return Replay.Run(catalog, File.ReadLines(log));
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{log}: {e.Message}");
        }
    }
}
