using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// Finds the settings that cost least on the training cases at equal attainment: of each candidate the knob is turned in each case to where every tier just
/// holds, as in the test, so that no case pays for another one's hardest minute. Of the candidates one in four is drawn anywhere, the rest near the best so far.
/// The same procedure, budget and draws for every strategy; the result does not depend on how many run at once.
/// </summary>
/// <param name="runs">Runs the simulator.</param>
/// <param name="cases">For training only.</param>
/// <param name="budget">Candidates, the strategy as it comes among them.</param>
/// <param name="jobs">Cases at once.</param>
internal sealed class SavingsSearch(SavingsRuns runs, ImmutableArray<SavingsCase> cases, int budget, int jobs)
{
    /// <summary>Other draws than those of the test.</summary>
    private const ulong Seed = 101;

    /// <summary>Of candidates near the best, in shares of a setting's range.</summary>
    private const double Spread = 0.1;

    /// <summary>A candidate that costs so much more than the best on the first half of the cases is not run on the second.</summary>
    private const double Hopeless = 1.02;

    public SavingsFound Find(SavingsStrategy strategy, Action<string> say)
    {
        var usual = Try(strategy, strategy.Usual, null)!;
        var best = usual;
        Tell(1);
        var draws = new RandomStream(Seed).Child("search");
        for (var tried = 1; tried < budget; tried++)
        {
            var candidate = Try(strategy, Draw(strategy, best.Settings, anywhere: tried % 4 == 0, draws), best);
            if (candidate is not null && candidate.CompareTo(best) < 0)
            {
                best = candidate;
                Tell(tried + 1);
            }
        }

        return new SavingsFound(strategy.Name, strategy.Turned(best.Settings, best.MiddleSteps)!, budget, best.Short, best.CostOver(usual, cases.Length));

        void Tell(int tried) => say(string.Create(
            CultureInfo.InvariantCulture,
            $"{strategy.Name}, {tried} of {budget} candidates: costs {best.CostOver(usual, cases.Length):0.000} of the strategy as it comes, short by {best.Short:P2} in all"));
    }

    /// <summary>Null where it is given up halfway.</summary>
    private SavingsTrial? Try(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> settings, SavingsTrial? best)
    {
        var costs = new SavingsTrialCase[cases.Length];
        var half = (cases.Length + 1) / 2;
        foreach (var part in new[] { 0..half, half..cases.Length })
        {
            Parallel.For(part.Start.Value, part.End.Value, new ParallelOptions { MaxDegreeOfParallelism = jobs }, c => costs[c] = Turn(strategy, settings, cases[c], best?.Cases[c].Steps));
            if (best is not null && new SavingsTrial(settings, [.. costs[..part.End.Value]]).CostOver(best, part.End.Value) > Hopeless)
            {
                return null;
            }
        }

        return new SavingsTrial(settings, [.. costs]);
    }

    private SavingsTrialCase Turn(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> settings, SavingsCase @case, int? near)
    {
        var steps = SavingsEqualiser.Walk(at => At(at) is { } run && run.Attainment >= SavingsGoals.Attainment, near ?? 0, stride: near is null ? 3 : 1);
        var figures = At(steps)!;
        return new SavingsTrialCase(steps, figures.GpuHours, figures.Tiers.Values.Where(t => t.Requests > 0).Sum(t => Math.Max(0, SavingsGoals.Attainment - t.Attainment)));

        SavingsFigures? At(int step) => strategy.Turned(settings, step) is { } turned ? runs.Of(@case, strategy.Name, turned, Seed) : null;
    }

    /// <summary>What the knob turns stays as it comes: it is turned in each case anyway.</summary>
    private static ImmutableSortedDictionary<string, string> Draw(SavingsStrategy strategy, ImmutableSortedDictionary<string, string> near, bool anywhere, RandomStream draws) =>
        strategy.Settings.ToImmutableSortedDictionary(
            s => s.Path,
            s => strategy.Knobs.Any(k => k.Key == s.Path) ? near[s.Path] : s.Text(s.Value(anywhere ? draws.NextDouble() : Math.Clamp(s.Share(near[s.Path]) + Spread * draws.NextGaussian(), 0, 1))),
            StringComparer.Ordinal);
}
