using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// Finds the settings that cost least on the training cases while every tier of every case holds its attainment. First the strategy
/// as it comes has its knob turned until it holds; of the other candidates one in four is drawn anywhere, the rest near the best so far. The same procedure, budget and draws
/// for every strategy.
/// </summary>
/// <param name="runs">Runs the simulator.</param>
/// <param name="cases">For training only.</param>
/// <param name="budget">Candidates.</param>
/// <param name="jobs">Cases at once.</param>
internal sealed class SavingsSearch(SavingsRuns runs, ImmutableArray<SavingsCase> cases, int budget, int jobs)
{
    /// <summary>Other draws than those of the test.</summary>
    private const ulong Seed = 101;

    /// <summary>Of candidates near the best, in shares of a setting's range.</summary>
    private const double Spread = 0.1;

    public SavingsFound Find(SavingsStrategy strategy, Action<string> say)
    {
        var (tried, most) = (0, 0.0);
        var knob = SavingsEqualiser.Walk(at => tried < budget && strategy.Turned(strategy.Usual, at) is { } turned && Try(turned).Short == 0);
        var settings = strategy.Turned(strategy.Usual, knob)!;
        var best = Score(strategy, settings, double.PositiveInfinity);
        most = best.Short;
        Tell(best);
        var draws = new RandomStream(Seed).Child("search");
        while (tried < budget)
        {
            var candidate = Draw(strategy, settings, anywhere: tried % 4 == 0, draws);
            if (Try(candidate) is var score && score.CompareTo(best) < 0)
            {
                (best, settings, most) = (score, candidate, score.Short);
                Tell(best);
            }
        }

        return new SavingsFound(strategy.Name, settings, budget, best.Short, best.Cost);

        (double Short, double Cost) Try(ImmutableSortedDictionary<string, string> candidate)
        {
            tried++;
            return Score(strategy, candidate, most);
        }

        void Tell((double Short, double Cost) score) => say(string.Create(CultureInfo.InvariantCulture, $"{strategy.Name}, {tried} of {budget} candidates: short by {score.Short:P2} in all, costs {score.Cost:0.000} of the strategy as it comes"));
    }

    /// <summary>First how much attainment is missing, then what it costs. A candidate that misses more than the best does is not run to its end.</summary>
    private (double Short, double Cost) Score(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> candidate, double most)
    {
        var outcomes = new (double Short, double Cost)[cases.Length];
        for (var first = 0; first < cases.Length; first += jobs)
        {
            Parallel.For(first, Math.Min(first + jobs, cases.Length), c =>
            {
                var asItComes = runs.Of(cases[c], strategy.Name, strategy.Usual, Seed);
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

    private static ImmutableSortedDictionary<string, string> Draw(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> near, bool anywhere, RandomStream draws) =>
        strategy.Settings.ToImmutableSortedDictionary(
            s => s.Path,
            s => s.Text(s.Value(anywhere ? draws.NextDouble() : Math.Clamp(s.Share(near[s.Path]) + Spread * draws.NextGaussian(), 0, 1))),
            StringComparer.Ordinal);
}
