using System.Globalization;

namespace SageServe.Cli;

/// <summary>The scenario behind <c>up</c>, and <c>simulate</c> without a name: the built-in demonstration with the verb's options in it.</summary>
internal static class DemoWorld
{
    /// <summary>Requests a second of the built-in document, mean over its first day.</summary>
    private const double BuiltInRate = 12;

    /// <summary>Load without an end is as long as a scenario can be.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(366);

    public static IScenarioSource Of(UpOptions options)
    {
        var catalog = options.Catalog is { } path ? CatalogFile.Read("--catalog", path) : null;
        return ScenarioLibrary.Find(options.Trace is null ? "demo" : "demo-trace").With(
        [
            new("day-in", DurationText.Exact(options.DayIn)),
            new("duration", DurationText.Exact(options.For ?? Endless)),
            new("planning.strategy", options.Strategy),
            .. UpTiming.For(TimeSpan.FromDays(1) / options.DayIn).Changes(),
            .. options.Trace is { } trace ? TraceLoad(trace, options.TraceSpeed) : [new("load-scale", Text(options.Rate / BuiltInRate))],
            .. catalog is null ? [] : CatalogMix.Changes(options.Catalog!, catalog, options.Trace is not null),
        ]);
    }

    /// <summary>The trace's file and pace, and a past that goes with it; all by name in the built-in document.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TraceLoad(string trace, double speed)
    {
        yield return new("load.trace.trace.file", Quoted(trace));
        yield return new("load.trace.trace.speed", Text(speed));
        yield return new("load.past.generate.lengths", Quoted(trace));
        yield return new("load.past.generate.rate", Text(StartRate(trace) * speed));
    }

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A YAML scalar, whatever is in it.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Requests a second in the trace's first ten minutes; reads no further.</summary>
    private static double StartRate(string trace)
    {
        var rows = 0;
        var last = TimeSpan.FromSeconds(1);
        foreach (var row in TraceFile.Read(trace))
        {
            rows++;
            last = row.At > last ? row.At : last;
            if (last > TimeSpan.FromMinutes(10))
            {
                break;
            }
        }

        return rows / last.TotalSeconds;
    }
}
