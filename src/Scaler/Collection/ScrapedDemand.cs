using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Demand and load from the gateways' own metrics, scraped in the background. Gateways publish only their last complete bin, so it
/// scrapes more often than a bin lasts and keeps every bin it saw.
/// </summary>
internal sealed class ScrapedDemand : BackgroundService, IDemandSource
{
    private readonly Lock _lock = new();
    private readonly DemandLedger _ledger = new();
    private readonly Dictionary<string, GatewayReading> _latest = [];
    private readonly SloCounters _slo = new();
    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiveConfiguration _live;
    private readonly GatewayScraper _scraper;
    private readonly EnvelopeClock _clock;

    public ScrapedDemand(LiveConfiguration live, GatewayScraper scraper, EnvelopeClock clock)
    {
        _live = live;
        _scraper = scraper;
        _clock = clock;
    }

    /// <summary>A gateway not heard for this long counts as silent.</summary>
    private TimeSpan Silence => Source.ScrapeInterval * 3 + Source.Timeout;

    private SourceOptions Source => _live.Current.Options.Source;

    public async Task<ImmutableArray<DemandBin>?> DemandAsync(Instant since, CancellationToken stop)
    {
        await _firstRound.Task.WaitAsync(stop);
        lock (_lock)
        {
            return Heard().Any(r => r.HasDemand) ? _ledger.Since(since) : null;
        }
    }

    public async Task<ImmutableArray<LoadSignal>?> LoadAsync(CancellationToken stop)
    {
        await _firstRound.Task.WaitAsync(stop);
        lock (_lock)
        {
            var heard = Heard().ToArray();
            if (heard.Length == 0)
            {
                return null;
            }

            var work = _live.Current.Options.Planning.Strategy is PlanningStrategies.Chiron or PlanningStrategies.LeadQuantile ? Work(heard) : null;
            return [.. heard.SelectMany(Aged).GroupBy(s => s.Pool).OrderBy(g => g.Key).Select(g => g.Aggregate(Worse)).Select(s => s with { Work = work?.Of(s.Pool) })];
        }
    }

    public async Task<ImmutableArray<PatientBacklog>?> BacklogAsync(CancellationToken stop)
    {
        await _firstRound.Task.WaitAsync(stop);
        lock (_lock)
        {
            var heard = Heard().ToArray();
            return heard.Length == 0 ? null : Backlog(heard);
        }
    }

    public async Task<ImmutableArray<SloReading>?> SloAsync(CancellationToken stop)
    {
        await _firstRound.Task.WaitAsync(stop);
        lock (_lock)
        {
            var heard = _latest.Where(r => IsHeard(r.Value)).ToArray();
            return heard.Length == 0 ? null : _slo.Read(
                heard.SelectMany(r => r.Value.Page.All(MetricNames.SloRequests.Name).Select(s => (r.Key, s.Labels, s.Value))), _clock.Real.Now, _clock.ToEnvelope);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Source.ScrapeInterval, _clock.Real.Time);
        do
        {
            var source = Source;
            beat.Period = source.ScrapeInterval;
            await Task.WhenAll(source.Gateways.Select(g => ScrapeAsync(g, source.Timeout, stoppingToken)));
            _firstRound.TrySetResult();
            lock (_lock)
            {
                _ledger.ForgetBefore(_clock.Now - _live.Current.Options.Planning.History);
                foreach (var gone in _latest.Keys.Except(source.Gateways.Select(g => g.AdminUrl)).ToArray())
                {
                    _latest.Remove(gone);
                }
            }
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ScrapeAsync(GatewayTarget gateway, TimeSpan timeout, CancellationToken stop)
    {
        if (await _scraper.ScrapeAsync(gateway, timeout, stop) is not { } scrape)
        {
            return;
        }

        var bins = GatewayExposition.Bins(scrape);
        var load = GatewayExposition.Load(scrape);
        lock (_lock)
        {
            _latest[gateway.AdminUrl] = new GatewayReading(_clock.Real.Now, bins.Length > 0, load, scrape);
            foreach (var bin in bins)
            {
                _ledger.Add(gateway.AdminUrl, bin);
            }
        }
    }

    private WorkReadings Work(GatewayReading[] heard)
    {
        var work = new WorkReadings();
        foreach (var reading in heard)
        {
            GatewayExposition.AddWork(reading.Page, work);
        }

        work.AddIncomplete(Silent(heard).SelectMany(r => GatewayExposition.PoolsTold(r.Page)));
        return work;
    }

    private ImmutableArray<PatientBacklog> Backlog(GatewayReading[] heard)
    {
        var backlog = new BacklogReadings();
        foreach (var reading in heard)
        {
            GatewayExposition.AddBacklog(reading.Page, backlog);
        }

        backlog.AddKnown(Silent(heard).SelectMany(r => r.Page.All(MetricNames.BacklogReplicasDue.Name).Select(s => s.Labels)));
        return backlog.ToBacklog();
    }

    /// <summary>Gateways that are not heard any more and may still be there.</summary>
    private IEnumerable<GatewayReading> Silent(GatewayReading[] heard)
    {
        var now = _clock.Real.Now;
        return _latest.Values.Except(heard).Where(r => now - r.TakenAt <= PromQueries.WorkMemory);
    }

    private IEnumerable<GatewayReading> Heard() => _latest.Values.Where(IsHeard);

    private bool IsHeard(GatewayReading reading) => _clock.Real.Now - reading.TakenAt <= Silence;

    private IEnumerable<LoadSignal> Aged(GatewayReading reading)
    {
        var waited = _clock.Real.Now - reading.TakenAt;
        return reading.Load.Select(s => s with { Age = s.Age + waited });
    }

    private static LoadSignal Worse(LoadSignal a, LoadSignal b) => new(
        a.Pool,
        Larger(a.KvUtilization, b.KvUtilization),
        Larger(a.Pressure, b.Pressure),
        a.Age > b.Age ? a.Age : b.Age);

    private static T? Larger<T>(T? a, T? b)
        where T : struct, IComparable<T> => a is null || b is { } other && other.CompareTo(a.Value) > 0 ? b : a;
}
