using System.CommandLine;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary><c>up</c>: the whole system on this machine, with load.</summary>
internal static class UpCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "Port of the first region's gateway; the next regions take the following ones. 0 takes free ports.", DefaultValueFactory = _ => 8080 };
    private static readonly Option<string?> For = new("--for") { Description = "Length of the load, for example 90s or 5m. Without it the run lasts until Ctrl-C." };
    private static readonly Option<string> Drain = new("--drain") { Description = "How long requests in flight may finish after the load ended.", DefaultValueFactory = _ => "45s" };
    private static readonly Option<string> DayIn = new("--day-in") { Description = "Real time that one envelope day takes (load shape, planning, cold starts, GPU-hours). Requests always run in real time.", DefaultValueFactory = _ => "15m" };
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests a second, mean over the synthetic day.", DefaultValueFactory = _ => 12 };
    private static readonly Option<string?> Trace = new("--trace") { Description = "Load from a trace (any known format, plain or gzip) instead of the synthetic day." };
    private static readonly Option<double> Speed = new("--speed") { Description = "Multiplies the trace's arrival rate.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Catalog = new("--catalog") { Description = "Catalog file instead of the demonstration's: its regions and pools, its largest and its smallest model." };
    private static readonly Option<string> Strategy = new("--strategy") { Description = $"Scaling strategy: {string.Join(", ", PlanningStrategies.Live)}.", DefaultValueFactory = _ => PlanningStrategies.LtUa };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of every draw of the load.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the summary to this file (schema sageserve.run/1; its footnotes define every figure)." };
    private static readonly Option<bool> Full = new("--full") { Description = "Real redis-server and prometheus as child processes instead of the embedded store and scrape." };
    private static readonly Option<string?> Bundle = new("--grafana-bundle") { Description = "Writes a folder that a stock Grafana can mount: the run's Prometheus as its data source, and the dashboards. Needs --full." };
    private static readonly Option<bool> PerReplica = new("--process-per-replica") { Description = "Each emulated replica in a process of its own." };
    private static readonly Option<string?> Record = new("--record") { Description = "Keeps lossless decision logs and the catalog in this folder, for `replay` and `explain`." };
    private static readonly Option<bool> NoBatches = new("--no-batches") { Description = "Uploads no batches beside the live load." };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Progress lines instead of the live view." };

    public static Command Create()
    {
        var command = new Command("up", "Runs three regions with gateways, emulated vLLM replicas, a scaler and streaming load, then sums up.")
        {
            Port, For, Drain, DayIn, Rate, Trace, Speed, Catalog, Strategy, Seed, Json, Full, Bundle, PerReplica, Record, NoBatches, Plain,
        };
        Strategy.CompletionSources.Add([.. PlanningStrategies.Live]);
        command.SetAction((parsed, _) => new UpRun(Options(parsed)).RunAsync());
        return command;
    }

    private static UpOptions Options(ParseResult parsed)
    {
        if (parsed.GetValue(Trace) is null && parsed.GetResult(Speed) is { Implicit: false })
        {
            throw new BadInputException("--speed multiplies a trace's arrivals and needs --trace FILE. For more synthetic load use --rate; for a faster day --day-in.");
        }

        return new UpOptions
        {
            Port = CheckedPort(parsed.GetValue(Port)),
            For = parsed.GetValue(For) is { } text ? DurationText.Parse("--for", text) : null,
            Drain = DurationText.Parse("--drain", parsed.GetRequiredValue(Drain)),
            DayIn = CheckedDay(DurationText.Parse("--day-in", parsed.GetRequiredValue(DayIn))),
            Rate = Flags.Positive("--rate", parsed.GetValue(Rate)),
            Trace = parsed.GetValue(Trace),
            TraceSpeed = Flags.Positive("--speed", parsed.GetValue(Speed)),
            Catalog = parsed.GetValue(Catalog),
            Strategy = CheckedStrategy(parsed.GetRequiredValue(Strategy)),
            Seed = parsed.GetValue(Seed),
            Json = parsed.GetValue(Json),
            Full = parsed.GetValue(Full),
            GrafanaBundle = CheckedBundle(parsed.GetValue(Bundle), parsed.GetValue(Full)),
            ProcessPerReplica = parsed.GetValue(PerReplica),
            Record = CheckedRecord(parsed.GetValue(Record)),
            Batches = !parsed.GetValue(NoBatches),
            Quiet = parsed.GetValue(Plain),
        };
    }

    private static string? CheckedBundle(string? folder, bool full) => folder is null || full
        ? folder
        : throw new BadInputException("--grafana-bundle shows what a Prometheus has scraped, and only --full runs one: add --full.");

    private static string CheckedStrategy(string strategy) => PlanningStrategies.Live.Contains(strategy)
        ? strategy
        : throw new BadInputException(PlanningStrategies.Find(strategy) is null
            ? $"--strategy '{strategy}' is not known. Use one of: {string.Join(", ", PlanningStrategies.Live)}."
            : $"--strategy '{strategy}' is a bound that knows the demand to come; `simulate --strategy {strategy}` can run it, the live system can't.");

    private static int CheckedPort(int port) => port is 0 or (>= 1024 and <= 60000)
        ? port
        : throw new BadInputException($"--port {port} must be 0 (free ports) or within 1024..60000.");

    private static TimeSpan CheckedDay(TimeSpan day) => day >= TimeSpan.FromMinutes(2) && day <= TimeSpan.FromDays(1)
        ? day
        : throw new BadInputException($"--day-in {DurationText.Short(day)} must be within 2m..24h: a faster day leaves no time to start a replica, a slower one is no demonstration.");

    private static string? CheckedRecord(string? folder)
    {
        if (folder is not null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new BadInputException($"--record {folder}: the folder is not empty. Name a new one, so that two runs never mix.");
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        return folder;
    }
}
