using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Makes a generator of a load source, or notes what is wrong with it.</summary>
internal sealed class LoadBuilder(ServingCatalog catalog, ScenarioFiles files, ScenarioDocument document, List<string> problems)
{
    /// <summary>
    /// Checks everything that the document itself can tell; null when something is wrong. Files are opened when the outcome is called, so
    /// that a scenario can be shown and checked without its traces.
    /// </summary>
    public Func<IArrivalSource>? Source(LoadSource source, string where)
    {
        var before = problems.Count;
        Need((source.Generate is null) != (source.Trace is null), $"{where}: load source '{source.Name}' needs one of 'generate' and 'trace'.");
        Need(source.InHistory || source.InRun, $"{where}: load source '{source.Name}' is neither in-history nor in-run; leave it out.");
        Need(source.Tenant is null or { Length: > 0 and <= 64 }, $"{where}: tenant must have 1 to 64 characters.");
        var cells = Cells(source.Mix, where);
        var make = source.Trace is { } trace ? Trace(trace, source.Mix, cells, where) : source.Generate is { } section ? Generator(source.Name, section, cells, where) : null;
        return problems.Count == before ? make : null;
    }

    private Func<IArrivalSource> Trace(TraceSection trace, MixSection mix, ImmutableArray<LoadCell> cells, string where)
    {
        Need(trace.Speed is > 0 and < 1e6, $"{where}: trace.speed {trace.Speed} must be above 0.");
        Need(trace.Scale is >= 0 and <= 1000, $"{where}: trace.scale {trace.Scale} must be within 0..1000.");
        Need(trace.Format == "auto" || TraceFile.Formats.Any(f => f.Name == trace.Format), $"{where}: there is no trace format '{trace.Format}'{Nearest.Hint(trace.Format, [.. TraceFile.Formats.Select(f => f.Name)])}.");
        Need(trace.For is not { } window || window > TimeSpan.Zero, $"{where}: trace.for must be longer than zero.");
        return () => new TraceLoad(trace with { Scale = trace.Scale * document.LoadScale }, mix, catalog, cells, files.Require(trace.File), where);
    }

    private Func<IArrivalSource> Generator(string name, GeneratorSection section, ImmutableArray<LoadCell> cells, string where)
    {
        Need(section.Series is not null || section.Rate is >= 0 and < 1e9, $"{where}: generate needs a rate of 0 or more, or a series.");
        Need(section.LongestOutput >= 1 && section.LongestPrompt >= 1, $"{where}: longest-prompt and longest-output must be at least 1.");
        var shape = section.Series is null ? Shape(section, where) : null;
        var table = section.Lengths is null ? Sizes(section, where) : null;
        var swings = Swings(section, where);
        return () =>
        {
            ISizes sizes = table is not null ? table : new SizeRows(TraceFile.Read(files.Require(section.Lengths!)));
            return section.Series is { } series
                ? new LoadGenerator(name, section, document.LoadScale, cells, Series(series, section.Rate, sizes), sizes, swings)
                : new LoadGenerator(name, section, section.Rate!.Value * document.LoadScale, cells, shape!, sizes, swings);
        };
    }

    private SeriesRate Series(SeriesSection section, double? rate, ISizes sizes)
    {
        var series = RateSeries.Read(files.Require(section.File), section.Column);
        var factor = rate is { } mean ? mean / series.Mean : section.Scale / (series.InTokens ? sizes.MeanPrompt : 1);
        var from = section.From ?? (series.Start is { } first ? document.Start - first : TimeSpan.Zero);
        return new SeriesRate([.. series.PerSecond.Select(v => v * factor)], series.Bin, document.Start - from);
    }

    private ImmutableArray<LoadCell> Cells(MixSection mix, string where)
    {
        var models = Shares(mix.Models, [.. catalog.Models.Select(m => m.Id.Value)], onlyFirst: true, $"{where}: mix.models");
        var regions = Shares(mix.Regions, [.. catalog.Regions.Select(r => r.Id.Value)], onlyFirst: false, $"{where}: mix.regions");
        var tiers = Shares(mix.Tiers, [.. ServiceTiers.All.Select(t => t.WireName())], onlyFirst: true, $"{where}: mix.tiers");
        Known(mix.Later.Keys, [.. catalog.Regions.Select(r => r.Id.Value)], $"{where}: mix.later");
        Known(mix.StreamingByTier.Keys, [.. ServiceTiers.All.Select(t => t.WireName())], $"{where}: mix.streaming-by-tier");
        Need(mix.StreamingByTier.Values.Append(mix.Streaming).All(s => s is >= 0 and <= 1), $"{where}: mix.streaming and mix.streaming-by-tier must be within 0..1.");
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
                        mix.StreamingOf(known)));
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
