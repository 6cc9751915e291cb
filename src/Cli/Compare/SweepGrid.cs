namespace SageServe.Cli;

/// <summary>Reads <c>--sweep path=v1,v2,...</c>; several make a grid.</summary>
internal static class SweepGrid
{
    /// <summary>Points of a grid; a larger one is refused.</summary>
    public const int MostPoints = 200;

    public static IReadOnlyList<ComparisonVariant> Variants(IScenarioSource source, IReadOnlyList<string> sweeps)
    {
        if (sweeps.Count == 0)
        {
            return [];
        }

        var axes = sweeps.Select(Axis).ToList();
        if (axes.GroupBy(a => a.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new BadInputException($"--sweep names {twice.Key} twice. Give all its values at once: --sweep {twice.Key}=A,B,C.");
        }

        var points = axes.Aggregate(1L, (product, axis) => product * axis.Values.Length);
        if (points > MostPoints)
        {
            throw new BadInputException($"--sweep: the grid has {points} points; at most {MostPoints} are allowed. Give fewer values.");
        }

        return [.. Grid(axes, 0, []).Select(changes => Variant(source, changes))];
    }

    private static (string Path, string[] Values) Axis(string text)
    {
        var (path, values) = WhatIf.Pair("--sweep", text, "PATH=VALUE,VALUE,..., for example planning.target-use=0.5,0.6,0.7");
        var split = values.Split(',', StringSplitOptions.TrimEntries);
        if (split.Any(v => v.Length == 0))
        {
            throw new BadInputException($"--sweep '{text}' has an empty value.");
        }

        return (path, split);
    }

    private static IEnumerable<List<KeyValuePair<string, string>>> Grid(List<(string Path, string[] Values)> axes, int at, List<KeyValuePair<string, string>> chosen) =>
        at == axes.Count ? [chosen] : axes[at].Values.SelectMany(v => Grid(axes, at + 1, [.. chosen, new(axes[at].Path, v)]));

    private static ComparisonVariant Variant(IScenarioSource source, List<KeyValuePair<string, string>> changes) => new(
        string.Join(", ", changes.Select(c => $"{c.Key}={c.Value}")),
        [.. changes],
        changes.Aggregate(source, (changed, c) => changed.With(c.Key, c.Value)));
}
