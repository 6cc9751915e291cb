using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>A course of load that the benchmark runs, as the scenario's <c>load</c> in YAML; its rate is scaled afterwards.</summary>
/// <param name="Name">Short, for tables.</param>
/// <param name="File">In the data folder; null for generated load.</param>
/// <param name="Load">YAML of the sources, in one line.</param>
/// <param name="Start">Date of the run's beginning.</param>
/// <param name="Days">That are run.</param>
/// <param name="HistoryDays">That the forecast is told before.</param>
internal sealed record SavingsSeries(string Name, string? File, string Load, string Start, int Days, int HistoryDays)
{
    private const string Sizes = "prompt: { p1: 500, p50: 4500, p99: 14000 }, output: { p1: 10, p50: 120, p99: 700 }, longest-prompt: 15000";
    private const string Swings = "swings: [{ over: 1m, dispersion: 3 }, { over: 5m, dispersion: 10 }]";
    private const string Where = "models: { llama-3.1-70b: 1 }, regions: { eastus: 1 }";
    private const string Tiers = "tiers: { interactive-fast: 0.6, interactive-normal: 0.3, non-interactive: 0.1 }";

    /// <summary>Only for the search.</summary>
    public static readonly ImmutableArray<SavingsSeries> Training =
    [
        Real("m-large", "servegen/m-large_10min_days0-6.csv.gz", null, from: 3, days: 1),
        Real("taxi", "web-diurnal/nab_nyc_taxi.csv.gz", null, from: 24, days: 1),
        Real("nasa", "web-diurnal/nasa_http_1995_july_per_minute.csv.gz", null, from: 9, days: 1),
        Real("A_dev", "sageserve/prompt_tokens_per_minute_week_A.csv.gz", "A_dev", from: 4, days: 1),
    ];

    /// <summary>Two services of two kinds with batches every night; nothing of it is told by a file.</summary>
    public static readonly SavingsSeries Mix = new(
        "mix",
        null,
        $"[{{ name: chat, generate: {{ rate: 0.6, shape: chat, burstiness: chat, {Sizes} }}, mix: {{ {Where}, tiers: {{ interactive-fast: 0.7, interactive-normal: 0.3 }} }} }}, "
        + $"{{ name: code, generate: {{ rate: 0.25, shape: code, {Swings}, prompt: {{ p1: 300, p50: 3000, p99: 12000 }}, output: {{ p1: 5, p50: 60, p99: 500 }} }}, mix: {{ {Where}, tiers: {{ interactive-fast: 0.8, interactive-normal: 0.2 }} }} }}, "
        + $"{{ name: batch, generate: {{ rate: 0.15, hours: [1, 4, 4, 1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 1, 1, 1], {Sizes} }}, mix: {{ {Where}, tiers: {{ non-interactive: 1 }} }} }}]",
        "2026-06-07",
        Days: 2,
        HistoryDays: 7);

    /// <summary>Seen by nobody before settings are frozen. Each has a day of a weekend: Sunday and Monday, Friday and Saturday, Sunday and Monday.</summary>
    public static readonly ImmutableArray<SavingsSeries> Test =
    [
        Real("code-2024", "azure-llm-2024-week/tenmin_rate_digitised_code.csv", null, from: 2, days: 2),
        Real("A_prod", "sageserve/prompt_tokens_per_minute_week_A.csv.gz", "A_prod", from: 4, days: 2),
        Mix,
    ];

    /// <summary>No more than the days that the file has before the run: a series goes round at its end, and the run is not to be foreknown.</summary>
    private static SavingsSeries Real(string name, string file, string? column, int from, int days) => new(
        name,
        file,
        $"[{{ name: service, generate: {{ series: {{ file: {file}, {(column is null ? "" : $"column: {column}, ")}from: {from}d }}, rate: 1, {Swings}, {Sizes} }}, mix: {{ {Where}, {Tiers} }} }}]",
        "2024-05-12",
        days,
        Math.Min(from, 7));
}
