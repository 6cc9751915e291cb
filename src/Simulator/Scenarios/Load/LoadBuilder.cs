using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Makes a generator of a load source, or notes what is wrong with it.</summary>
internal sealed class LoadBuilder(ServingCatalog catalog, List<string> problems)
{
    public LoadGenerator? Generator(LoadSource source, string where)
    {
        var before = problems.Count;
        if (source.Generate is not { } section)
        {
            problems.Add($"{where}: load source '{source.Name}' has nothing that makes requests; give it 'generate'.");
            return null;
        }

        Need(section.Rate >= 0 && double.IsFinite(section.Rate), $"{where}: rate {section.Rate} must be 0 or more.");
        var cells = Cells(source.Mix, where);
        var shape = Shape(section, where);
        var sizes = Sizes(section, where);
        var swings = Swings(section, where);
        return problems.Count == before ? new LoadGenerator(source.Name, section, cells, shape!, sizes!, swings) : null;
    }

    private ImmutableArray<LoadCell> Cells(MixSection mix, string where)
    {
        var models = Shares(mix.Models, [.. catalog.Models.Select(m => m.Id.Value)], onlyFirst: true, $"{where}: mix.models");
        var regions = Shares(mix.Regions, [.. catalog.Regions.Select(r => r.Id.Value)], onlyFirst: false, $"{where}: mix.regions");
        var tiers = Shares(mix.Tiers, [.. ServiceTiers.All.Select(t => t.WireName())], onlyFirst: true, $"{where}: mix.tiers");
        Known(mix.Later.Keys, [.. catalog.Regions.Select(r => r.Id.Value)], $"{where}: mix.later");
        Need(mix.Streaming is >= 0 and <= 1, $"{where}: mix.streaming {mix.Streaming} must be within 0..1.");
        var cells = ImmutableArray.CreateBuilder<LoadCell>();
        foreach (var model in models)
        {
            foreach (var region in regions)
            {
                foreach (var tier in tiers)
                {
                    if (!ServiceTiers.TryParse(tier.Name, out var known))
                    {
                        continue;
                    }

                    cells.Add(new LoadCell(
                        new ModelId(model.Name),
                        new RegionId(region.Name),
                        known,
                        model.Share * region.Share * tier.Share,
                        mix.Later.GetValueOrDefault(region.Name),
                        known.IsInteractive() ? mix.Streaming : 0));
                }
            }
        }

        return cells.ToImmutable();
    }

    private (string Name, double Share)[] Shares(ImmutableSortedDictionary<string, double> weights, string[] known, bool onlyFirst, string where)
    {
        if (weights.IsEmpty)
        {
            return onlyFirst ? [(known[0], 1)] : [.. known.Select(k => (k, 1.0 / known.Length))];
        }

        Known(weights.Keys, known, where);
        var sum = weights.Values.Sum();
        if (!(sum > 0) || weights.Values.Any(w => !(w >= 0)))
        {
            problems.Add($"{where}: weights must be 0 or more, and one above 0.");
            return [];
        }

        return [.. weights.Select(w => (w.Key, w.Value / sum))];
    }

    private void Known(IEnumerable<string> names, string[] known, string where)
    {
        foreach (var name in names.Where(n => !known.Contains(n)))
        {
            problems.Add($"{where}: the catalog has no '{name}'{Nearest.Hint(name, known)}.");
        }
    }

    private IRateShape? Shape(GeneratorSection section, string where)
    {
        if (!section.Hours.IsEmpty)
        {
            var mean = section.Hours.Average();
            Need(section.Hours.Length is 24 or 168 && section.Hours.All(h => h >= 0) && mean > 0, $"{where}: hours takes 24 or 168 rates of 0 or more, not all 0; it has {section.Hours.Length}.");
            return new HourOfWeekShape([.. section.Hours.Select(h => h / Math.Max(1e-9, mean))]);
        }

        if (section.Shape == "flat")
        {
            return new FlatShape();
        }

        Need(HourOfWeekShape.Names.Contains(section.Shape), $"{where}: there is no shape '{section.Shape}'{Nearest.Hint(section.Shape, ["flat", .. HourOfWeekShape.Names])}.");
        return HourOfWeekShape.Names.Contains(section.Shape) ? HourOfWeekShape.Published(section.Shape) : null;
    }

    private SizeTable? Sizes(GeneratorSection section, string where)
    {
        if (section.Tokens is { } name)
        {
            var known = TokenTable.Published.Document.Workloads.Select(w => w.Workload).ToArray();
            Need(known.Contains(name), $"{where}: there are no published sizes '{name}'{Nearest.Hint(name, known)}.");
            return known.Contains(name) ? SizeTable.Published(name) : null;
        }

        var prompt = QuantileText.Parse(section.Prompt, $"{where}: prompt", problems);
        var output = QuantileText.Parse(section.Output, $"{where}: output", problems);
        return prompt is { } p && output is { } o ? new SizeTable(p.At, p.Values, o.At, [o.Values], geometric: true) : null;
    }

    private ImmutableArray<SwingRule> Swings(GeneratorSection section, string where)
    {
        if (section.Swings.IsEmpty)
        {
            var found = Burstiness.Find(section.Burstiness);
            Need(found is not null, $"{where}: there is no burstiness '{section.Burstiness}'{Nearest.Hint(section.Burstiness, Burstiness.Names)}.");
            return found ?? [];
        }

        Need(section.Swings.All(s => s.Over >= TimeSpan.FromMilliseconds(100) && s.Dispersion is >= 1 and < 1e6), $"{where}: swings need 'over' of 100ms or more and 'dispersion' within 1..1000000.");
        return section.Swings;
    }

    private void Need(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
