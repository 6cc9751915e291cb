using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>A trace as arrivals: its window moved to the start, names renamed, what it does not tell drawn from the mix.</summary>
internal sealed class TraceLoad(TraceSection section, MixSection mix, ServingCatalog catalog, ImmutableArray<LoadCell> cells, string path, string where) : IArrivalSource
{
    public IEnumerable<SimulatedArrival> Arrivals(Instant start, TimeSpan duration, EnvelopeDocument envelope, RandomStream random)
    {
        var begin = TimeSpan.Zero;
        while (true)
        {
            var last = begin;
            foreach (var row in TraceFile.Read(path, section.Format))
            {
                if (row.At < section.From || section.For is { } length && row.At >= section.From + length)
                {
                    continue;
                }

                last = begin + (row.At - section.From) / section.Speed;
                if (last >= duration)
                {
                    yield break;
                }

                var arrival = Arrival(row, start + last, random);
                for (var copies = Copies(random); copies > 0; copies--)
                {
                    yield return arrival;
                }
            }

            begin = section.For is { } window ? begin + window / section.Speed : last + TimeSpan.FromMilliseconds(1);
            if (!section.Repeat || begin >= duration || last <= TimeSpan.Zero)
            {
                yield break;
            }
        }
    }

    public IEnumerable<DemandBin> Past(IReadOnlyList<Instant> bins, TimeSpan length, Instant start, EnvelopeDocument envelope, RandomStream random)
    {
        if (bins.Count == 0 || section.From <= TimeSpan.Zero)
        {
            yield break;
        }

        var counts = new SortedDictionary<(Instant Bin, DemandSeriesId Series), (int Requests, long Prompt, long Output)>();
        foreach (var row in TraceFile.Read(path, section.Format).TakeWhile(r => r.At < section.From))
        {
            var bin = envelope.ToEnvelope(start - (section.From - row.At) / section.Speed).FloorTo(length);
            if (bin >= bins[0] && bin <= bins[^1])
            {
                var arrival = Arrival(row, start, random);
                var key = (bin, new DemandSeriesId(arrival.Model, arrival.Origin, arrival.Tier));
                var (requests, prompt, output) = counts.GetValueOrDefault(key);
                var copies = Copies(random);
                counts[key] = (requests + copies, prompt + (long)copies * row.PromptTokens, output + (long)copies * row.OutputTokens);
            }
        }

        var seconds = envelope.ToReal(length).TotalSeconds;
        foreach (var ((bin, series), count) in counts)
        {
            yield return new DemandBin(series, bin, length, count.Prompt / seconds, count.Output / seconds, count.Requests / seconds);
        }
    }

    private int Copies(RandomStream random) => section.Scale == 1 ? 1 : (int)(section.Scale + random.NextDouble());

    private SimulatedArrival Arrival(in TraceRow row, Instant at, RandomStream random)
    {
        var drawn = Drawn(random);
        var streams = random.NextDouble();
        var (model, region, tier) = section.OnlySizes
            ? (drawn.Model, drawn.Region, drawn.Tier)
            : (Model(row.Model) ?? drawn.Model, Region(row.Origin) ?? drawn.Region, row.Tier ?? drawn.Tier);
        return new SimulatedArrival(at, model, region, tier, row.PromptTokens, row.OutputTokens, row.Streaming is { } told ? told && tier.IsInteractive() : streams < mix.StreamingOf(tier))
        {
            PrefixBlocks = PrefixIds.OfEngine(row, BlockTokens(model)),
            Session = row.Session,
            Adapter = row.Adapter,
        };
    }

    private int BlockTokens(ModelId model)
    {
        foreach (var profile in catalog.Document.Profiles)
        {
            if (profile.Model == model)
            {
                return profile.BlockTokens;
            }
        }

        return 16;
    }

    private LoadCell Drawn(RandomStream random)
    {
        var u = random.NextDouble();
        foreach (var cell in cells)
        {
            u -= cell.Share;
            if (u < 0)
            {
                return cell;
            }
        }

        return cells[^1];
    }

    private ModelId? Model(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var known = section.Rename.Models.GetValueOrDefault(name, name);
        return catalog.TryResolve(known, out var model) ? model
            : catalog.Models.Any(m => m.Id.Value == known) ? new ModelId(known)
            : throw new BadInputException($"{where}: {path} has requests of model '{name}', which the catalog does not serve. Rename it (trace.rename.models: {{ {name}: {catalog.Models[0].Id} }}) or take only sizes from the trace (trace.only-sizes: true).");
    }

    private RegionId? Region(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var known = new RegionId(section.Rename.Regions.GetValueOrDefault(name, name));
        return catalog.Regions.Any(r => r.Id == known) ? known
            : throw new BadInputException($"{where}: {path} has requests from region '{name}', which the catalog does not have. Rename it (trace.rename.regions: {{ {name}: {catalog.Regions[0].Id} }}) or take only sizes from the trace (trace.only-sizes: true).");
    }
}
