using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// Finds the settings that cost least on the training cases while every tier of every case holds its attainment. The first candidate is the strategy
/// as it comes, a third are drawn anywhere, the rest near the best so far. The same procedure, budget and draws for every strategy.
/// </summary>
/// <param name="runs">Runs the simulator.</param>
/// <param name="cases">For training only.</param>
/// <param name="budget">Candidates.</param>
/// <param name="jobs">Cases at once.</param>
internal sealed class SavingsSearch(SavingsRuns runs, ImmutableArray<SavingsCase> cases, int budget, int jobs)
{
    /// <summary>Other draws than those of the test.</summary>
    private const ulong Seed = 101;

    public SavingsFound Find(SavingsStrategy strategy, Action<string> say)
    {
        var draws = new RandomStream(Seed).Child("search");
        var best = (Shares: (double[]?)null, Score: Score(strategy, ImmutableSortedDictionary<string, string>.Empty, double.PositiveInfinity));
        var settings = ImmutableSortedDictionary<string, string>.Empty;
        for (var i = 1; i < budget; i++)
        {
            var shares = Draw(strategy, best.Shares, i < 1 + budget / 3, draws);
            var candidate = strategy.Settings.Zip(shares).ToImmutableSortedDictionary(s => s.First.Path, s => s.First.Text(s.First.Value(s.Second)), StringComparer.Ordinal);
            var score = Score(strategy, candidate, best.Score.Short);
            if (score.CompareTo(best.Score) < 0)
            {
                (best, settings) = ((shares, score), candidate);
                say(string.Create(CultureInfo.InvariantCulture, $"{strategy.Name}, candidate {i + 1} of {budget}: short by {score.Short:P2} in all, costs {score.Cost:0.000} of the strategy as it comes"));
            }
        }

        return new SavingsFound(strategy.Name, settings, budget, best.Score.Short, best.Score.Cost);
    }

    /// <summary>First how much attainment is missing, then what it costs. A candidate that misses more than the best does is not run to its end.</summary>
    private (double Short, double Cost) Score(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> candidate, double most)
    {
        var outcomes = new (double Short, double Cost)[cases.Length];
        for (var first = 0; first < cases.Length; first += jobs)
        {
            Parallel.For(first, Math.Min(first + jobs, cases.Length), c =>
            {
                var asItComes = runs.Of(cases[c], strategy.Name, ImmutableSortedDictionary<string, string>.Empty, Seed);
                var run = runs.Of(cases[c], strategy.Name, candidate, Seed);
                outcomes[c] = (run.Tiers.Values.Where(t => t.Requests > 0).Sum(t => Math.Max(0, SavingsGoals.Attainment - t.Attainment)), run.GpuHours / asItComes.GpuHours);
            });
            if (outcomes.Sum(o => o.Short) > most)
            {
                return (outcomes.Sum(o => o.Short), double.PositiveInfinity);
            }
        }

        return (outcomes.Sum(o => o.Short), outcomes.Average(o => o.Cost));
    }

    private static double[] Draw(SavingsStrategy strategy, double[]? near, bool anywhere, RandomStream draws) =>
        [.. strategy.Settings.Select((_, i) => anywhere || near is null ? draws.NextDouble() : Math.Clamp(near[i] + 0.12 * draws.NextGaussian(), 0, 1))];
}
