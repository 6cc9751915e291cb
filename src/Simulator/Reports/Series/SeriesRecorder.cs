using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Watches a run and keeps it over time: O(1) a request, O(replicas) a sample, memory for bins x (cells + tiers). Requests that the end of
/// the run left open are in no bin's attainment.
/// </summary>
internal sealed class SeriesRecorder : SimulationChecker
{
    private const int SamplesPerBin = 5;
    private readonly SortedDictionary<(ModelId Model, RegionId Region), CellRecord> _cells = [];
    private readonly Dictionary<ModelId, ModelMix> _mixes;
    private readonly TierTally[,] _tiers;
    private readonly SimulationScenario _scenario;
    private readonly Instant _start;
    private readonly TimeSpan _bin;
    private readonly int _bins;
    private SimKernel? _clock;

    public SeriesRecorder(SimulationScenario scenario, SeriesOptions options)
    {
        var envelope = scenario.Envelope.Speed * scenario.Duration;
        _scenario = scenario;
        _start = scenario.Envelope.ToEnvelope(scenario.Start);
        _bin = options.BinFor(envelope);
        _bins = Math.Max(1, (int)Math.Ceiling(envelope / _bin));
        _tiers = new TierTally[ServiceTiers.All.Length, _bins];
        foreach (var tier in ServiceTiers.All)
        {
            for (var bin = 0; bin < _bins; bin++)
            {
                _tiers[(int)tier, bin] = new TierTally(scenario.Catalog, scenario.Catalog.Level(tier));
            }
        }

        _mixes = scenario.Catalog.Models.ToDictionary(m => m.Id, m => new ModelMix(scenario.Catalog, m.Id));
        foreach (var region in scenario.Catalog.Regions)
        {
            foreach (var model in scenario.Catalog.Models)
            {
                _cells[(model.Id, region.Id)] = new CellRecord(_bins);
            }
        }
    }

    /// <summary>Whose clock it reads.</summary>
    public void Watch(SimKernel clock) => _clock = clock;

    public override void Arrived(SimTrack track)
    {
        var arrival = track.Arrival;
        if (BinAt(_scenario.Envelope.ToEnvelope(arrival.At)) is { } bin)
        {
            _cells[(arrival.Model, arrival.Origin)].Offer(bin, arrival);
            _mixes[arrival.Model].Add(arrival);
            _tiers[(int)arrival.Tier, bin].Arrived(arrival);
        }
    }

    public override void Closed(SimTrack track)
    {
        if (BinAt(_scenario.Envelope.ToEnvelope(track.Arrival.At)) is { } bin)
        {
            _tiers[(int)track.Arrival.Tier, bin].Ended(track);
        }
    }

    /// <summary>At each scrape; most of them are between two samples.</summary>
    public override void FlowRead(FlowDriver driver)
    {
        var now = _clock!.EnvelopeNow;
        var sample = (now - _start).Ticks * SamplesPerBin / _bin.Ticks;
        if (BinAt(now) is { } bin)
        {
            _cells[(driver.Flow.Model, driver.Region.Id)].Sample(driver, _mixes[driver.Flow.Model], bin, sample, _clock.Now);
        }
    }

    public SeriesReport ToReport()
    {
        var seconds = _bin.TotalSeconds / _scenario.Envelope.Speed;
        return new SeriesReport
        {
            Start = _start,
            BinSeconds = _bin.TotalSeconds,
            Cells = [.. _cells.Select(c => c.Value.ToSeries(c.Key.Model, c.Key.Region, seconds))],
            Tiers = [.. ServiceTiers.All.Select(Tier)],
        };
    }

    private int? BinAt(Instant envelope)
    {
        var bin = (envelope - _start).Ticks / _bin.Ticks;
        return bin >= 0 && bin < _bins ? (int)bin : null;
    }

    private TierSeries Tier(ServiceTier tier)
    {
        var reports = Enumerable.Range(0, _bins).Select(bin => _tiers[(int)tier, bin].ToReport()).ToList();
        return new TierSeries
        {
            Tier = tier.WireName(),
            Requests = [.. reports.Select(r => r.Requests)],
            SloAttainment = [.. reports.Select(r => CellRecord.Rounded(r.SloAttainment))],
            TtftP95Seconds = [.. reports.Select(r => CellRecord.Rounded(r.TtftSeconds?.P95))],
        };
    }
}
