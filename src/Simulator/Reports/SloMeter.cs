using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Requests that met or missed their target since the planner last read them, by the region where they entered; the gateways' counters.</summary>
internal sealed class SloMeter
{
    private readonly Dictionary<RegionId, SortedDictionary<DemandSeriesId, SloCount>> _counts = [];
    private readonly Dictionary<RegionId, Instant> _read = [];

    public void Ended(in SimulatedArrival arrival, int met, int missed)
    {
        var series = new DemandSeriesId(arrival.Model, arrival.Origin, arrival.Tier);
        _counts.TryAdd(arrival.Origin, []);
        var sum = _counts[arrival.Origin].GetValueOrDefault(series) ?? new SloCount(series.Model, series.Tier, 0, 0);
        _counts[arrival.Origin][series] = sum with { Met = sum.Met + met, Missed = sum.Missed + missed };
    }

    /// <summary>Of the regions that can be read; what others count is told once they can be. The first reading of a region only begins it.</summary>
    public ImmutableArray<SloReading> Take(IEnumerable<RegionId> regions, Instant now)
    {
        var told = ImmutableArray.CreateBuilder<SloReading>();
        foreach (var region in regions)
        {
            if (_read.TryGetValue(region, out var since) && since < now)
            {
                told.Add(new SloReading(region, since, now, _counts.TryGetValue(region, out var counts) ? [.. counts.Values] : []));
            }

            _counts.Remove(region);
            _read[region] = now;
        }

        return told.ToImmutable();
    }
}
