using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// Makes strategies comparable: turns the one knob of each to the most sparing step at which every tier still holds its attainment, by halving on
/// the first seed, then step by step, either way, to the last that holds over the requests of all seeds, and there by parts of a step. The same procedure for all, bounds included.
/// </summary>
internal sealed class SavingsEqualiser(SavingsRuns runs, ImmutableArray<ulong> seeds)
{
    /// <param name="case">Load and fleet.</param>
    /// <param name="strategy">Whose knob.</param>
    /// <param name="settings">Where it stands at zero.</param>
    /// <param name="near">Where it stood on a smaller fleet; the way from there is short.</param>
    /// <param name="name">In tables; null: the strategy's.</param>
    public SavingsOutcome Equal(SavingsCase @case, SavingsStrategy strategy, ImmutableSortedDictionary<string, string> settings, int? near = null, string? name = null)
    {
        var first = Walk(
            at => strategy.Turned(settings, at) is { } turned && runs.Of(@case, strategy.Name, turned, seeds[0]).Attainment >= SavingsGoals.Attainment,
            near ?? 0,
            near is null ? 3 : 1);
        var steps = seeds.Length == 1 ? first : Settle(at => Holds(at, 0), first);
        var parts = Holds(steps, 0) ? Enumerable.Range(1, SavingsStrategy.PartsOfStep - 1).TakeWhile(p => Holds(steps, p)).LastOrDefault() : 0;
        var figures = All(steps, parts);
        return new SavingsOutcome(
            name ?? strategy.Name,
            runs.Of(@case, strategy.Name, settings, seeds[0]),
            steps,
            strategy.Turned(settings, steps, parts)!,
            SavingsFigures.Mean(figures),
            [.. figures.Select(f => f.GpuHours)])
        {
            Parts = parts,
        };

        bool Holds(int at, int part) => strategy.Turned(settings, at, part) is not null && SavingsFigures.Mean(All(at, part)).Attainment >= SavingsGoals.Attainment;

        ImmutableArray<SavingsFigures> All(int at, int part) => [.. seeds.Select(seed => runs.Of(@case, strategy.Name, strategy.Turned(settings, at, part)!, seed))];
    }

    /// <summary>The nearest step that holds and whose next more sparing one doesn't; the most careful where none does.</summary>
    internal static int Settle(Func<int, bool> holds, int from)
    {
        if (holds(from))
        {
            while (from < SavingsStrategy.MostSteps - 1 && holds(from + 1))
            {
                from++;
            }

            return from;
        }

        do
        {
            from--;
        }
        while (from > -SavingsStrategy.MostSteps && !holds(from));
        return Math.Max(from, -SavingsStrategy.MostSteps);
    }

    /// <summary>The largest step that holds, taking it that a more careful one holds too; the most careful where none does.</summary>
    /// <param name="holds">Asked of a step once.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="stride">First stride; they double.</param>
    internal static int Walk(Func<int, bool> holds, int from = 0, int stride = 3)
    {
        var (good, bad) = (-SavingsStrategy.MostSteps, SavingsStrategy.MostSteps);
        var at = from;
        if (holds(from))
        {
            for (good = from, at = from + stride; at < bad && holds(at); at += stride *= 2)
            {
                good = at;
            }

            bad = Math.Min(at, bad);
        }
        else
        {
            for (bad = from, at = from - stride; at > good && !holds(at); at -= stride *= 2)
            {
                bad = at;
            }

            good = Math.Max(at, good);
        }

        while (bad - good > 1)
        {
            var middle = good + (bad - good) / 2;
            (good, bad) = holds(middle) ? (middle, bad) : (good, middle);
        }

        return good;
    }
}
