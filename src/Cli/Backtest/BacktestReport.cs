using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What a backtest found; its JSON is what docs/schema/backtest.schema.json says.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Load">What was run.</param>
/// <param name="Result">All runs.</param>
/// <param name="Ran">What really ran; null where nobody knows.</param>
internal sealed record BacktestReport(BacktestOptions Options, BacktestLoad Load, ComparisonResult Result, RanFleet? Ran)
{
    /// <summary>What really ran, among the names of strategies.</summary>
    public const string AsItRan = "as-it-ran";

    /// <summary>Gaps that are told one by one; of more only the sum.</summary>
    public const int MostGaps = 50;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public ImmutableArray<BacktestStrategy> Strategies { get; } =
        [.. Enumerable.Range(0, Result.Plan.Strategies.Length).Select(i => BacktestStrategy.Of(Result, i, Load.Load.Catalog, Ran))];

    public string Baseline => Ran is null ? Options.Strategies[0] : AsItRan;

    /// <summary>The seeds, for people.</summary>
    public string Seeds => Options.Seeds.Length == 1 ? $"seed {Options.Seeds[0]}" : $"seeds {Options.Seeds[0]}..{Options.Seeds[^1]}";

    /// <summary>Share of a tier's requests that must meet their target.</summary>
    /// <param name="tier">One that some strategy has.</param>
    public double Goal(string tier) => Strategies.First(s => s.Tiers.ContainsKey(tier)).Tiers[tier].Goal;

    public BacktestVerdict Verdict => BacktestVerdict.Of(this);

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Options.Source,
            From = Text(Load.Window.Start),
            To = Text(Load.Window.End),
            TestedHours = Load.Window.Tested.TotalHours,
            HistoryHours = Load.Window.Past.TotalHours,
            RequestsPerRun = Math.Round(Load.Requests),
            Options.Scale,
            Options.Sizes,
            Options.Seeds,
            Complete = !Result.Failed.Any(),
            Baseline,
            GapShare = Load.GapShare,
            Gaps = Load.Gaps.Take(MostGaps).Select(g => new
            {
                Model = g.Series.Model.Value, Region = g.Series.Origin.Value, Tier = g.Series.Tier.WireName(), From = Text(g.From), To = Text(g.To), g.FilledBy,
            }),
            GapsNotTold = Math.Max(0, Load.Gaps.Count - MostGaps),
            Load.LeftOut,
            Notes = Notes(),
            AsItRan = Ran is null ? null : new { Ran.GpuHours, Ran.CostUsd, Ran.Started, Ran.Stopped, Ran.KnownShare, Ran.Attainment },
            Strategies = Strategies.Select(Strategy),
            Verdict = new { Verdict.Strategy, Verdict.Text, RestsOn = BacktestAssumptions.Of(this) },
        },
        Json) + "\n";

    /// <summary>What is to be known beside the figures: of the record, of what ran, of runs that failed.</summary>
    public ImmutableArray<string> Notes() =>
    [
        .. Load.Notes, .. Ran?.Notes ?? [],
        .. Result.Failed.Select(r => $"FAILED {Result.Plan.Strategies[r.Key.Strategy]}, seed {r.Seed}: {r.Error}"),
    ];

    private static object Strategy(BacktestStrategy own) => new
    {
        own.Name,
        own.IsBound,
        own.Runs,
        own.HoldsGoals,
        GpuHours = Told(own.GpuHours),
        CostUsd = Told(own.CostUsd),
        WastedGpuHours = Told(own.WastedGpuHours),
        Started = Told(own.Started),
        Stopped = Told(own.Stopped),
        PatientLate = Told(own.PatientLate),
        Tiers = own.Tiers.ToDictionary(t => t.Key, t => new { t.Value.Goal, t.Value.Requests, t.Value.Holds, Attainment = Told(t.Value.Attainment) }),
        AgainstBaseline = own.AgainstBaseline is { } against ? new { GpuHoursPercent = Told(against.GpuHoursPercent), CostPercent = Told(against.CostPercent) } : null,
    };

    private static object? Told(Estimate? estimate) => estimate is { } e ? new { e.Mean, e.Low, e.High } : null;

    private static string Text(Instant at) => at.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
