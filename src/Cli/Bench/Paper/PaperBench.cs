using System.Collections.Immutable;
using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>Runs the experiments; a case that several of them share runs once.</summary>
internal sealed class PaperBench(ImmutableArray<ulong> seeds, string? duration, int jobs)
{
    /// <summary>What there is to run, each once.</summary>
    public static List<PaperCase> Cases(IEnumerable<PaperExperiment> experiments) => [.. experiments.SelectMany(e => e.Cases).DistinctBy(c => c.Key)];

    /// <param name="experiments">Which ones.</param>
    /// <param name="say">Told of each case as it begins and ends.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="watch">Told of the runs of one case after the other; may be null.</param>
    public async Task<ImmutableArray<PaperOutcome>> RunAsync(IReadOnlyList<PaperExperiment> experiments, Action<string> say, CancellationToken stop, IComparisonWatch? watch = null)
    {
        var cases = Cases(experiments);
        var runs = new Dictionary<string, ImmutableArray<ComparisonRun>>();
        for (var i = 0; i < cases.Count; i++)
        {
            say($"{i + 1} of {cases.Count}: {cases[i].Scenario} under {cases[i].Strategy} ({cases[i].Name}), {seeds.Length} seeds");
            var result = await Comparison.RunAsync(Plan(cases[i]), watch, stop);
            stop.ThrowIfCancellationRequested();
            runs.Add(cases[i].Key, result.Runs);
            foreach (var failed in result.Failed)
            {
                say($"  seed {failed.Seed} failed: {failed.Error}");
            }
        }

        return [.. experiments.Select(e => PaperOutcome.Of(e, runs))];
    }

    private ComparisonPlan Plan(PaperCase wanted)
    {
        var source = ScenarioLibrary.Find(wanted.Scenario);
        foreach (var change in wanted.Changes)
        {
            source = source.With(change.Key, change.Value);
        }

        source = duration is null ? source : source.With("duration", duration);
        return new ComparisonPlan
        {
            Variants = [new ComparisonVariant(ComparisonVariant.Unchanged, [], source)],
            Strategies = [wanted.Strategy],
            Seeds = seeds,
            Jobs = jobs,
            KeepsModels = true,
        };
    }
}
