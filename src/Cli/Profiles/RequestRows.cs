using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Reads requests measured one by one, under the names of vLLM's benchmark, lmbench, llmd-lmbench and their like.</summary>
internal static class RequestRows
{
    private const int FewestRequests = 20;

    public static BenchmarkRows? TryRead(CsvTable table)
    {
        var prompt = CsvColumn.Find(table, "prompttokens", "inputtokens", "promptlen", "inputlen", "promptlength", "inputlength", "numprompttokens", "numinputtokens", "contexttokens");
        var output = CsvColumn.Find(table, "generationtokens", "outputtokens", "completiontokens", "generatedtokens", "outputlen", "outputlength", "numoutputtokens");
        var ttft = CsvColumn.Find(table, "ttft", "timetofirsttoken", "firsttokenlatency");
        var launch = CsvColumn.Find(table, "launch", "launchtime", "starttime", "start", "arrival", "arrivaltime", "arrivedat", "requeststart", "requeststarttime", "timestamp");
        var generation = CsvColumn.Find(table, "gentime", "generationtime", "decodetime");
        var e2e = CsvColumn.Find(table, "e2e", "e2el", "e2elatency", "latency", "requestlatency", "endtoendlatency");
        var finish = CsvColumn.Find(table, "finish", "finishtime", "endtime", "end");
        if (prompt is null || output is null || ttft is null)
        {
            return null;
        }

        if (launch is null || (generation ?? e2e ?? finish) is null)
        {
            throw new BadInputException($"{table.Path} has requests, but not {(launch is null ? "when they were launched (launch_s, start_time, arrival)" : "when they ended (gen_time_s, e2e_s, finish_s)")}. The engine's load at each moment follows from it; add the column.");
        }

        double End(TableRow row) => generation is not null ? ttft.Positive(row) + generation.Number(row)
            : e2e is not null ? e2e.Positive(row) : finish!.Number(row) - launch.Number(row);
        var run = CsvColumn.Find(table, "run", "experiment", "runid", "scenario");
        var groups = table.Rows.GroupBy(r => run?.Text(r) ?? "all").OrderBy(g => g.Key, StringComparer.Ordinal);
        var runs = groups.Select(g => Run(g.Key, [.. g.Select(r => new MeasuredRequest(
            prompt.Count(r), output.Count(r), launch.Number(r), ttft.Positive(r), Math.Max(ttft.Positive(r), End(r))))])).ToImmutableArray();
        return runs.Sum(r => r.Requests.Length) >= FewestRequests
            ? new BenchmarkRows { Runs = runs }
            : throw new BadInputException($"{table.Path} has {runs.Sum(r => r.Requests.Length)} requests; at least {FewestRequests} are needed to tell step times from chance.");
    }

    private static BenchmarkRun Run(string name, MeasuredRequest[] requests)
    {
        var first = requests.Min(r => r.Launch);
        return new BenchmarkRun(name, [.. requests.Select(r => r with { Launch = r.Launch - first }).OrderBy(r => r.Launch)]);
    }
}
