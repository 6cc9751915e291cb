using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Searches on the training series, freezes, then runs every strategy on the test series and turns each one's knob to equal attainment.</summary>
internal sealed class SavingsBench(SavingsOptions options, SavingsRuns runs, Action<string> say)
{
    /// <summary>Switches of our strategy, and what is missing without each.</summary>
    private static readonly ImmutableArray<(string Name, string Path)> Parts =
    [
        ("without quantile", "lead-quantile.use-quantile"),
        ("without tiers", "lead-quantile.use-tiers"),
        ("without cold start", "lead-quantile.use-cold-start"),
        ("without forecast", "lead-quantile.use-forecast"),
        ("without surge", "lead-quantile.use-surge"),
        ("without backlog", "lead-quantile.use-backlog"),
    ];

    private IEnumerable<SavingsStrategy> Strategies => options.Ordinary ? SavingsStrategy.All.Add(SavingsStrategy.Ordinary) : SavingsStrategy.All;

    public SavingsReport Run(ImmutableArray<string> skipped)
    {
        ImmutableArray<SavingsFound> found = [Found(SavingsStrategy.Tuned), Found(SavingsStrategy.Ours)];
        foreach (var settings in found)
        {
            say($"frozen: {settings.Strategy}: {string.Join(", ", settings.Settings.Select(s => $"{s.Key}={s.Value}"))}");
        }

        var cases = options.TestCases;
        var results = new SavingsResult[cases.Length];
        var loads = Enumerable.Range(0, cases.Length).GroupBy(i => (cases[i].Series, cases[i].ColdStart)).ToList();
        Parallel.ForEach(Partitioner.Create(loads, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = options.Jobs }, load =>
        {
            SavingsResult? smaller = null;
            foreach (var i in load.OrderBy(i => cases[i].Replicas))
            {
                say($"case {i + 1} of {cases.Length}: {cases[i].Name}");
                smaller = results[i] = Test(cases[i], found, smaller);
            }
        });
        return new SavingsReport(options.Seeds, [.. options.TrainingCases.Select(c => c.Name)], found, [.. results], skipped);
    }

    private SavingsFound Found(SavingsStrategy strategy) => options.Budget > 0
        ? new SavingsSearch(runs, options.TrainingCases, options.Budget, options.Jobs).Find(strategy, say)
        : new SavingsFound(strategy.Name, strategy.Frozen, 0, 0, 1);

    private SavingsResult Test(SavingsCase @case, ImmutableArray<SavingsFound> found, SavingsResult? smaller)
    {
        var equaliser = new SavingsEqualiser(runs, options.Seeds);
        var ours = SettingsOf(SavingsStrategy.Ours);
        return new SavingsResult(@case.Name, @case.Series.Name, @case.Replicas, @case.ColdStart.TotalSeconds, [.. Strategies.Select(s => equaliser.Equal(@case, s, SettingsOf(s), smaller?.Of(s.Name).Steps))])
        {
            Ablation = options.Ablation ? [.. Parts.Select(p => equaliser.Equal(@case, SavingsStrategy.Ours, ours.SetItem(p.Path, "false"), name: p.Name))] : [],
        };

        ImmutableSortedDictionary<string, string> SettingsOf(SavingsStrategy strategy) =>
            found.FirstOrDefault(f => f.Strategy == strategy.Name)?.Settings ?? strategy.Frozen;
    }
}
