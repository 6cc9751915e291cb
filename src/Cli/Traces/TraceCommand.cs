using System.CommandLine;
using System.IO.Compression;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>trace</c>: what a trace is like, and the same in our own format.</summary>
internal static class TraceCommand
{
    private static readonly Argument<string> File = new("file") { Description = "Trace, plain or gzip." };
    private static readonly Option<string?> Format = new("--format") { Description = $"Its format: {string.Join(", ", TraceFile.Formats.Select(f => f.Name))}; by its first line otherwise." };
    private static readonly Option<string?> Column = new("--column") { Description = "Of a rate series with several columns." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the description to this file." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a page with charts to this file; it needs nothing beside itself." };
    private static readonly Option<string> Out = new("--out") { Description = "File to write, one JSON object a line; gzip when it ends in .gz.", Required = true };
    private static readonly Option<string> To = new("--to") { Description = "Only jsonl.", DefaultValueFactory = _ => "jsonl" };

    public static Command Create()
    {
        var describe = new Command("describe", "Describes a trace (rate and rhythm, bursts, mixes, token sizes, prefix reuse) or a rate series.\n\nExample:\n  sageserve trace describe AzureLLMInferenceTrace_conv.csv.gz --html conv.html") { File, Format, Column, Json, Html };
        describe.SetAction((parsed, _) => Task.FromResult(Describe(parsed)));
        var convert = new Command("convert", "Writes a trace in our own request log's format.\n\nExample:\n  sageserve trace convert gateway.jsonl --out last-week.jsonl.gz") { File, Format, To, Out };
        convert.SetAction((parsed, _) => Task.FromResult(Convert(parsed)));
        return new Command("trace", "Describes and converts traces.") { describe, convert };
    }

    private static int Describe(ParseResult parsed)
    {
        var (json, html) = (parsed.GetValue(Json), parsed.GetValue(Html));
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        var path = parsed.GetRequiredValue(File);
        if (parsed.GetValue(Format) is null && RateSeries.IsOne(path))
        {
            var series = SeriesDescription.Of(path, parsed.GetValue(Column));
            return Write(SeriesText.Of(series), json, TraceText.Json(series), html, () => SeriesText.Page(series));
        }

        var description = TraceSurvey.Describe(path, parsed.GetValue(Format), Progress());
        return Write(TraceText.Of(description), json, TraceText.Json(description), html, () => TracePage.Of(description));
    }

    private static int Write(string text, string? json, string jsonText, string? html, Func<string> page)
    {
        Console.Write(text);
        if (json is not null)
        {
            System.IO.File.WriteAllText(json, jsonText);
        }

        if (html is not null)
        {
            System.IO.File.WriteAllText(html, page());
        }

        return 0;
    }

    private static int Convert(ParseResult parsed)
    {
        var to = parsed.GetRequiredValue(To);
        if (to != "jsonl")
        {
            throw new BadInputException($"--to '{to}': traces are written as jsonl only.");
        }

        var target = parsed.GetRequiredValue(Out);
        ReportFile.CheckWritable("--out", target);
        var source = parsed.GetRequiredValue(File);
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            throw new BadInputException($"--out {target} is the trace itself; name another file.");
        }

        var rows = TraceFile.Read(source, parsed.GetValue(Format));
        var count = 0L;
        using (var file = System.IO.File.Create(target))
        using (var stream = target.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : (Stream)new BufferedStream(file))
        {
            count = TraceFile.Write(stream, rows, Progress());
        }

        Console.WriteLine($"{count} requests written to {target}.");
        return 0;
    }

    /// <summary>A line that overwrites itself, on a terminal only, and only while there is something to wait for.</summary>
    private static Action<long>? Progress() => Console.IsErrorRedirected
        ? null
        : count => Console.Error.Write($"\r{count:N0} requests read ");
}
