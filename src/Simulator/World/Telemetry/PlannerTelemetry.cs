using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>
/// What the planner can know: load as its Prometheus last scraped it and as old as its queries lag, demand without the bins that nobody
/// read. The counts of replicas come from the cluster and are fresh.
/// </summary>
internal sealed class PlannerTelemetry
{
    private const int MostScrapes = 4096;
    private readonly SimulationRun _run;
    private readonly TelemetryOptions _options;
    private readonly SeededDraws _losses;
    private readonly Dictionary<PoolId, Queue<(Instant At, PoolFacts Facts)>> _scraped = [];
    private long _queries;

    public PlannerTelemetry(SimulationRun run, RandomStream draws)
    {
        _run = run;
        _options = run.Scenario.World.Telemetry;
        _losses = new SeededDraws(draws.Child("queries"));
    }

    private bool Scrapes => _options.PlannerScrapeInterval > TimeSpan.Zero || _options.PlannerQueryLag > TimeSpan.Zero;

    private TimeSpan Interval => _options.PlannerScrapeInterval > TimeSpan.Zero ? _options.PlannerScrapeInterval : TimeSpan.FromSeconds(15);

    public void Begin()
    {
        if (Scrapes)
        {
            _run.Kernel.Push(_run.Kernel.Now, new SimEvent(SimEventKind.PlannerScrape));
        }
    }

    /// <summary>Prometheus reads the load of every pool whose metrics can be read.</summary>
    public void Scrape(ImmutableArray<PoolFacts> pools)
    {
        var now = _run.Kernel.EnvelopeNow;
        foreach (var facts in _run.Around.Faults.IsPrometheusAway ? [] : pools)
        {
            if (!_run.Around.Faults.IsDark(facts.Pool.Region))
            {
                Keep(facts, now);
            }
        }

        _run.Kernel.Push(_run.Kernel.Now + _run.Kernel.Envelope.ToReal(Interval), new SimEvent(SimEventKind.PlannerScrape));
    }

    /// <summary>The facts of one tick as far as they can be had.</summary>
    public TickInput Seen(TickInput live)
    {
        var lost = _run.Around.Faults.IsPrometheusAway || _options.PlannerQueryLoss > 0 && _losses.Uniform(++_queries) < _options.PlannerQueryLoss;
        return live with
        {
            Demand = lost ? null : Known(live.Demand, live.Now),
            Slo = lost ? null : _run.Tally.Slo.Take(_run.Scenario.Catalog.Regions.Select(r => r.Id).Where(r => !_run.Around.Faults.IsDark(r)), live.Now),
            Pools = live.Pools is not { } pools ? null : lost ? [.. pools.Select(Unknown)] : Scrapes ? [.. pools.Select(p => Lagging(p, live.Now))] : pools,
        };
    }

    private static PoolFacts Unknown(PoolFacts facts) => facts with { KvUtilization = null, Pressure = null, Work = null };

    private void Keep(PoolFacts facts, Instant now)
    {
        if (!_scraped.TryGetValue(facts.Pool, out var readings))
        {
            _scraped.Add(facts.Pool, readings = new Queue<(Instant, PoolFacts)>());
        }

        readings.Enqueue((now, facts));
        while (readings.Count > MostScrapes)
        {
            readings.Dequeue();
        }
    }

    private PoolFacts Lagging(PoolFacts live, Instant now)
    {
        if (!_scraped.TryGetValue(live.Pool, out var readings))
        {
            return Unknown(live);
        }

        var seen = now - _options.PlannerQueryLag;
        while (readings.Count > 1 && readings.ElementAt(1).At <= seen)
        {
            readings.Dequeue();
        }

        var (at, facts) = readings.Peek();
        return at > seen ? Unknown(live) : live with { KvUtilization = facts.KvUtilization, Pressure = facts.Pressure, Work = facts.Work, MetricsAge = facts.MetricsAge + (now - at) };
    }

    /// <summary>Bins that have reached Prometheus and that it could read from beginning to end.</summary>
    private ImmutableArray<DemandBin>? Known(ImmutableArray<DemandBin>? demand, Instant now)
    {
        var blind = _run.Around.Faults.Blind;
        if (demand is not { } bins || blind.Count == 0 && _options.PlannerQueryLag <= TimeSpan.Zero)
        {
            return demand;
        }

        var seen = now - _options.PlannerQueryLag;
        return [.. bins.Where(b => b.Start + b.Length <= seen && !blind.Exists(f => Hides(f, b)))];
    }

    private static bool Hides(ActiveFault fault, DemandBin bin) =>
        bin.Start < fault.Until && fault.From < bin.Start + bin.Length && (fault.Fault.Kind == FaultKind.PrometheusOutage || fault.Hits(bin.Series.Origin));
}
