using System.Collections.Immutable;
using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>What an experiment came to: an estimate for each measure and case, and which claims held.</summary>
/// <param name="Experiment">What was run.</param>
/// <param name="Means">By measure, then by case; null where no run has the figure.</param>
/// <param name="Held">By claim; null where a figure that it needs is missing.</param>
internal sealed record PaperOutcome(PaperExperiment Experiment, ImmutableArray<ImmutableArray<Estimate?>> Means, ImmutableArray<bool?> Held)
{
    /// <param name="experiment">What was run.</param>
    /// <param name="runs">All runs by case key.</param>
    public static PaperOutcome Of(PaperExperiment experiment, IReadOnlyDictionary<string, ImmutableArray<ComparisonRun>> runs)
    {
        ImmutableArray<ImmutableArray<Estimate?>> means =
        [
            .. experiment.Measures.Select(m => experiment.Cases.Select(c => Estimate.Of([.. runs[c.Key].Where(r => r.Error is null).Select(m.Of).OfType<double>()])?.Within(0, m.Most)).ToImmutableArray()),
        ];

        double Mean(string name, string measure)
        {
            var row = experiment.Measures.ToList().FindIndex(m => m.Name == measure);
            var column = experiment.Cases.ToList().FindIndex(c => c.Name == name);
            return means[row][column]?.Mean ?? double.NaN;
        }

        var complete = means.All(row => row.All(e => e is not null));
        return new PaperOutcome(experiment, means, [.. experiment.Claims.Select(c => complete ? c.Holds(Mean) : (bool?)null)]);
    }
}
