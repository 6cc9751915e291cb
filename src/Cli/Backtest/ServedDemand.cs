using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Which of the recorded series the catalog can serve. What it can't is left out and told, by name and share of the prompt tokens.</summary>
internal static class ServedDemand
{
    /// <exception cref="BadInputException">Nothing is left.</exception>
    public static (ImmutableArray<DemandBin> Bins, ImmutableArray<string> LeftOut) Of(DemandRecord record, ServingCatalog catalog)
    {
        var total = record.Bins.Sum(Tokens);
        var reasons = record.Bins.Select(b => b.Series).Distinct().ToDictionary(s => s, s => Reason(s, catalog));
        ImmutableArray<string> left =
        [
            .. record.Bins.Where(b => reasons[b.Series] is not null).GroupBy(b => reasons[b.Series]!).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} ({EstimateText.Percent(total > 0 ? g.Sum(Tokens) / total : 0)} of the prompt tokens); it is left out."),
        ];
        ImmutableArray<DemandBin> bins = [.. record.Bins.Where(b => reasons[b.Series] is null).Select(b => b with { Series = b.Series with { Model = Model(b.Series.Model, catalog)!.Value } })];
        return bins.IsEmpty
            ? throw new BadInputException("--catalog: nothing of the demand is in it:\n- " + string.Join("\n- ", left) + $"\nIt serves {string.Join(", ", catalog.Models.Select(m => m.Id))} in {string.Join(", ", catalog.Regions.Select(r => r.Id))}.")
            : (Added(bins), left);
    }

    /// <summary>By its id, or by a name that clients use.</summary>
    private static ModelId? Model(ModelId told, ServingCatalog catalog) =>
        catalog.Models.Any(m => m.Id == told) ? told : catalog.TryResolve(told.Value, out var model) ? model : null;

    private static string? Reason(DemandSeriesId series, ServingCatalog catalog)
    {
        if (Model(series.Model, catalog) is not { } model)
        {
            return $"The catalog has no model {series.Model}";
        }

        if (!catalog.Pools.Any(p => p.Id.Model == model && p.MaxReplicas > 0))
        {
            return $"No pool of the catalog serves {series.Model}";
        }

        return catalog.Regions.Any(r => r.Id == series.Origin) ? null : $"The catalog has no region {series.Origin}";
    }

    /// <summary>Two names of one model are one series.</summary>
    private static ImmutableArray<DemandBin> Added(ImmutableArray<DemandBin> bins) =>
    [
        .. bins.GroupBy(b => (b.Series, b.Start)).OrderBy(g => g.Key.Series).ThenBy(g => g.Key.Start).Select(g => g.Aggregate((a, b) => a with
        {
            PromptTokensPerSecond = a.PromptTokensPerSecond + b.PromptTokensPerSecond,
            OutputTokensPerSecond = a.OutputTokensPerSecond + b.OutputTokensPerSecond,
            RequestsPerSecond = a.RequestsPerSecond + b.RequestsPerSecond,
        })),
    ];

    private static double Tokens(DemandBin bin) => bin.PromptTokensPerSecond * bin.Length.TotalSeconds;
}
