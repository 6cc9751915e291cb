using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// What gateways' counters of met and missed targets grew by. A region is told whole or not at all: while one of its gateways is silent
/// nothing of it is told, and what the others counted meanwhile comes when it is heard again; when it stays silent, that time is never told.
/// </summary>
internal sealed class SloCounters
{
    private const string Met = "met";
    private const string Missed = "missed";
    private readonly Dictionary<RegionId, Known> _regions = [];

    /// <summary>What ended since the last reading of each region; the first of a region only begins it.</summary>
    /// <param name="samples">Counters as they stand, by the gateway that tells.</param>
    /// <param name="now">Request time.</param>
    /// <param name="toEnvelope">Request time to envelope time.</param>
    public ImmutableArray<SloReading> Read(IEnumerable<(string Target, IReadOnlyDictionary<string, string> Labels, double Value)> samples, Instant now, Func<Instant, Instant> toEnvelope)
    {
        var readings = ImmutableArray.CreateBuilder<SloReading>();
        var told = samples.Select(s => (s.Target, Series: DemandLabels.Series(s.Labels), Outcome: s.Labels.GetValueOrDefault(LabelNames.Outcome) ?? "", s.Value))
            .Where(s => s.Series is not null && s.Outcome is Met or Missed && double.IsFinite(s.Value) && s.Value >= 0);
        foreach (var region in told.GroupBy(s => s.Series!.Value.Origin).OrderBy(g => g.Key))
        {
            var counters = new Dictionary<Counter, double>();
            foreach (var sample in region)
            {
                counters[new Counter(sample.Target, sample.Series!.Value, sample.Outcome)] = sample.Value;
            }

            var seen = new Known(now, counters, [.. counters.Keys.Select(c => c.Target)]);
            if (_regions.TryGetValue(region.Key, out var before))
            {
                if (!before.Targets.IsSubsetOf(seen.Targets) && now - before.At <= PromQueries.WorkMemory)
                {
                    continue;
                }

                if (before.Targets.IsSubsetOf(seen.Targets))
                {
                    readings.Add(new SloReading(region.Key, toEnvelope(before.At), toEnvelope(now), Grown(before, counters)));
                }
            }

            _regions[region.Key] = seen;
        }

        return readings.ToImmutable();
    }

    /// <summary>A counter that stands lower than before has begun anew; of a gateway that was not there before only what comes is known.</summary>
    private static ImmutableArray<SloCount> Grown(Known before, Dictionary<Counter, double> now)
    {
        var sums = new SortedDictionary<DemandSeriesId, SloCount>();
        foreach (var (counter, value) in now.Where(c => before.Targets.Contains(c.Key.Target)))
        {
            var last = before.Counters.GetValueOrDefault(counter);
            var grown = value >= last ? value - last : value;
            if (grown > 0)
            {
                var sum = sums.GetValueOrDefault(counter.Series) ?? new SloCount(counter.Series.Model, counter.Series.Tier, 0, 0);
                sums[counter.Series] = counter.Outcome == Met ? sum with { Met = sum.Met + grown } : sum with { Missed = sum.Missed + grown };
            }
        }

        return [.. sums.Values];
    }

    private readonly record struct Counter(string Target, DemandSeriesId Series, string Outcome);

    /// <summary>One reading of a region.</summary>
    private sealed record Known(Instant At, Dictionary<Counter, double> Counters, HashSet<string> Targets);
}
