using System.Collections.Immutable;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A strategy as the benchmark runs it: what the search may set, and the one knob that makes it more or less careful.</summary>
/// <param name="Name">Of the strategy.</param>
/// <param name="Knobs">Options that the knob multiplies, with their values where the settings say nothing; never above <paramref name="Most"/>.</param>
/// <param name="Most">The first knob option's largest value.</param>
internal sealed record SavingsStrategy(string Name, ImmutableArray<KeyValuePair<string, double>> Knobs, double Most)
{
    /// <summary>One step of the knob: a factor.</summary>
    private const double Step = 1.03;

    /// <summary>A step is divided into so many parts at the end, so that strategies are compared within 1 % of their settings.</summary>
    public const int PartsOfStep = 3;

    /// <summary>Beyond this many steps a strategy is not followed.</summary>
    public const int MostSteps = 50;

    /// <summary>What the search sets; empty for those that run as they come.</summary>
    public ImmutableArray<SavingsSetting> Settings { get; init; } = [];

    /// <summary>Where no search is made: found by one, see docs/benchmarks.md.</summary>
    public ImmutableSortedDictionary<string, string> Frozen { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static readonly SavingsStrategy Tuned = new(PlanningStrategies.ReactiveTuned, [new("tuned.target-load", 0.6)], 1)
    {
        Settings =
        [
            new("tuned.target-load", 0.6, 0.3, 1),
            new("tuned.tolerance", 0.1, 0, 0.25),
            new("tuned.up-window", 0, 0, 300, "s"),
            new("tuned.down-window", 300, 0, 3600, "s"),
            new("load-window", 300, 60, 1800, "s"),
            new("tuned.down-percent", 100, 5, 100),
        ],
        Frozen = Found("load-window=435s tuned.down-percent=23.757 tuned.down-window=3600s tuned.target-load=0.8811 tuned.tolerance=0.044 tuned.up-window=90s"),
    };

    public static readonly SavingsStrategy Ours = new(PlanningStrategies.LeadQuantile, [new("lead-quantile.planned-use", 0.8)], 1.5)
    {
        Settings =
        [
            new("lead-quantile.planned-use", 0.8, 0.5, 1.1),
            new("lead-quantile.fast-miss-cost", 30, 3, 100, Logarithmic: true),
            new("lead-quantile.normal-miss-cost", 6, 1, 50, Logarithmic: true),
            new("lead-quantile.level-window", 900, 120, 1800, "s"),
            new("lead-quantile.keep-cold-starts", 1, 0, 4),
            new("lead-quantile.swing-margin", 1, 0, 3),
            new("lead-quantile.surge-above", 1.2, 0.8, 2),
        ],
        Frozen = Found("lead-quantile.fast-miss-cost=14 lead-quantile.keep-cold-starts=0.594 lead-quantile.level-window=915s lead-quantile.normal-miss-cost=7.2 lead-quantile.planned-use=1.1091 lead-quantile.surge-above=1.307 lead-quantile.swing-margin=0.855"),
    };

    /// <summary>All that are compared, the baseline first; the bounds last.</summary>
    public static readonly ImmutableArray<SavingsStrategy> All =
    [
        new(PlanningStrategies.Reactive, [new("scale-out-above", 0.7), new("scale-in-below", 0.3)], 1),
        Tuned,
        new(PlanningStrategies.LtUa, [new("target-use", 0.75)], 1),
        Ours,
        new(PlanningStrategies.PerfectMean, [new("target-use", 0.75)], 1),
        new(PlanningStrategies.Clairvoyant, [new("clairvoyant-use", 0.85)], 1),
    ];

    /// <summary>What could be had by foreseeing everything but bursts; run where it is asked for.</summary>
    public static readonly SavingsStrategy Ordinary = new(PlanningStrategies.PerfectOrdinary, [new("target-use", 0.75)], 1);

    /// <summary>What the search may set, as the strategy comes.</summary>
    public ImmutableSortedDictionary<string, string> Usual => Settings.ToImmutableSortedDictionary(s => s.Path, s => s.Text(s.Usual), StringComparer.Ordinal);

    /// <summary>The settings with the knob so many steps from where they have it, more sparing when positive; null where its bound is passed.</summary>
    /// <param name="settings">Where the knob stands at zero.</param>
    /// <param name="steps">Whole steps.</param>
    /// <param name="parts">And parts of one.</param>
    public ImmutableSortedDictionary<string, string>? Turned(ImmutableSortedDictionary<string, string> settings, int steps, int parts = 0)
    {
        var turned = settings;
        for (var i = 0; i < Knobs.Length; i++)
        {
            var (path, usual) = Knobs[i];
            var value = (settings.TryGetValue(path, out var told) ? double.Parse(told, CultureInfo.InvariantCulture) : usual) * Math.Pow(Step, steps + parts / (double)PartsOfStep);
            if (i == 0 && value > Most)
            {
                return null;
            }

            turned = turned.SetItem(path, Math.Min(1.5, value).ToString("0.####", CultureInfo.InvariantCulture));
        }

        return (steps, parts) == (0, 0) ? settings : turned;
    }

    private static ImmutableSortedDictionary<string, string> Found(string settings) =>
        settings.Split(' ').Select(s => s.Split('=')).ToImmutableSortedDictionary(s => s[0], s => s[1], StringComparer.Ordinal);
}
