using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Makes the plan of a comparison from its flags; every mistake is found before the first run.</summary>
internal static class ComparePlan
{
    private const int MostSeeds = 1000;

    public static ComparisonPlan Of(CompareOptions options)
    {
        try
        {
            return Make(options, Strategies(options.Strategies));
        }
        catch (ArgumentException e) when (e is not BadInputException)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static ComparisonPlan Make(CompareOptions options, ImmutableArray<string> strategies)
    {
        if (options.Seeds is < 1 or > MostSeeds)
        {
            throw new BadInputException($"--seeds {options.Seeds} must be within 1..{MostSeeds}.");
        }

        if (options.Jobs < 1)
        {
            throw new BadInputException($"--jobs {options.Jobs} must be at least 1.");
        }

        var source = Source(options);
        ImmutableArray<ComparisonVariant> variants =
        [
            new(ComparisonVariant.Unchanged, [], source),
            .. SweepGrid.Variants(source, options.Sweep),
            .. WhatIfs(options, source),
        ];
        var runs = (long)variants.Length * strategies.Length * options.Seeds;
        if (runs > ComparisonPlan.MostRuns)
        {
            throw new BadInputException($"{variants.Length} variants x {strategies.Length} strategies x {options.Seeds} seeds are {runs} runs; at most {ComparisonPlan.MostRuns} are allowed.");
        }

        var scenario = Tried(variants, strategies, options.FirstSeed);
        return new ComparisonPlan
        {
            Variants = variants,
            Strategies = strategies,
            Seeds = [.. Enumerable.Range(0, options.Seeds).Select(i => options.FirstSeed + (ulong)i)],
            Jobs = options.Jobs,
            Series = Series(options, scenario.Envelope.Speed * scenario.Duration),
        };
    }

    private static IEnumerable<ComparisonVariant> WhatIfs(CompareOptions options, IScenarioSource source)
    {
        if (options.Together)
        {
            return options.AddRegion.Concat(options.Gpu).Concat(options.TierMix).Any()
                ? [WhatIf.Together(source, options.AddRegion, options.Gpu, options.TierMix)]
                : throw new BadInputException("--together needs what-ifs to put together: --add-region, --gpu, --tier-mix.");
        }

        return
        [
            .. options.AddRegion.Select(text => WhatIf.Region(source, text)),
            .. options.Gpu.Select(text => WhatIf.Gpu(source, text)),
            .. options.TierMix.Select(text => WhatIf.Tiers(source, text)),
        ];
    }

    private static IScenarioSource Source(CompareOptions options)
    {
        var source = ScenarioLibrary.Find(options.Scenario, options.Data);
        if (options.Duration is { } duration)
        {
            DurationText.Parse("--duration", duration);
            source = source.With("duration", duration);
        }

        return options.Set.Select(text => WhatIf.Pair("--set", text, "PATH=VALUE")).Aggregate(source, (changed, c) => changed.With(c.Key, c.Value));
    }

    /// <summary>Builds every combination once: what a strategy or a what-if refuses is said now.</summary>
    private static SimulationScenario Tried(ImmutableArray<ComparisonVariant> variants, ImmutableArray<string> strategies, ulong seed)
    {
        SimulationScenario? first = null;
        foreach (var variant in variants)
        {
            var built = strategies.Select(s => variant.Source.With("planning.strategy", s)).First().Build(seed);
            first ??= built;
        }

        foreach (var strategy in strategies)
        {
            variants[0].Source.With("planning.strategy", strategy);
        }

        return first!;
    }

    private static SeriesOptions? Series(CompareOptions options, TimeSpan envelope) => options.Series switch
    {
        null when options.Html is null => null,
        null or "auto" => SeriesOptions.For(envelope),
        { } bin => new SeriesOptions(DurationText.Parse("--series", bin)),
    };

    internal static ImmutableArray<string> Strategies(string text)
    {
        ImmutableArray<string> names = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var unknown = names.FirstOrDefault(n => PlanningStrategies.Find(n) is null);
        if (unknown is not null || names.IsEmpty)
        {
            var known = string.Join("\n", PlanningStrategies.All.Select(s => $"  {s.Name,-18} {s.Description}"));
            throw new BadInputException($"--strategies: {(unknown is null ? "none is named" : $"there is no strategy '{unknown}'")}. There are:\n{known}");
        }

        return names.Distinct().Count() == names.Length
            ? names
            : throw new BadInputException("--strategies names one twice.");
    }
}
