using System.Collections.Immutable;
using SageServe.Hosting;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

/// <summary>A planner that follows hours of demand which rises and falls, until receipts are closed and open. What it starts serves nine minutes later.</summary>
internal sealed class RealLedger
{
    private static readonly TimeSpan Least = TimeSpan.FromHours(6);
    private static readonly TimeSpan Most = TimeSpan.FromHours(12);
    private static readonly Instant Start = Instant.From(DemandCsvFile.Start);
    private static readonly ServingCatalog Catalog = CatalogReader.Read(DemandCsvFile.Catalog);
    private readonly PlanningCore _core = new(Catalog, new PlanningOptions { Strategy = PlanningStrategies.LeadQuantile });
    private readonly SortedDictionary<PoolId, int> _ready = new(Catalog.Pools.ToDictionary(p => p.Id, p => 2));
    private readonly List<(PoolId Pool, int Count, Instant At)> _starting = [];
    private readonly List<MoveReceipt> _closed = [];
    private readonly List<DecisionStep> _steps = [];
    private readonly Instant _now = Start;

    public RealLedger()
    {
        var tick = _core.FirstTick(Start);
        for (Instant? before = null; tick.At < Start + Most && (tick.At < Start + Least || Receipts.Open.IsEmpty); before = _now)
        {
            _now = Instant.Later(tick.At, Start);
            var effects = _core.OnTick(tick, Input(before));
            _closed.AddRange(effects.Receipts ?? []);
            Plan = effects.Plan ?? Plan;
            Follow(effects);
            tick = effects.NextTick;
        }
    }

    public PlanDocument? Plan { get; private set; }

    /// <summary>As a scaler tells it.</summary>
    public ScalerFacts State => new(_now, false, false, PlanningStrategies.LeadQuantile, new ScalerTick(_now, [.. _steps]), [], [.. Facts().Select(f => new ScalerPool(f.Pool, f.Ready, f.Starting, f.Draining))]);

    /// <summary>As a scaler tells them: open ones, and the last day's closed ones, newest first.</summary>
    public ReceiptsDocument Receipts => new()
    {
        Now = _now,
        DryRun = false,
        Strategy = PlanningStrategies.LeadQuantile,
        Open = [.. _core.KeepReceipts().Open.Select(o => o.Receipt)],
        Receipts = [.. _closed.AsEnumerable().Reverse()],
        Matched = _closed.Count,
        Kept = _closed.Count,
        CarriedOut = _closed.Aggregate(new ReceiptSum(), (sum, receipt) => sum.Plus(receipt)),
        Advised = new ReceiptSum(),
        Failed = new ReceiptSum(),
        Sums = [],
    };

    private TickInput Input(Instant? before)
    {
        foreach (var (pool, count, at) in _starting.Where(s => _now - s.At >= TimeSpan.FromMinutes(9)).ToList())
        {
            _ready[pool] += count;
            _starting.Remove((pool, count, at));
        }

        var minute = TimeSpan.FromMinutes(1);
        var from = (before ?? Start - TimeSpan.FromHours(1)).FloorTo(minute);
        var bins = Enumerable.Range(0, (int)((_now.FloorTo(minute) - from) / minute)).Select(i => from + minute * i);
        return new TickInput
        {
            Now = _now,
            Demand = [.. Catalog.Pools.Select(p => p.Id.Deployment).Distinct().SelectMany(d => bins.Select(at => Bin(d, at)))],
            Pools = [.. Facts()],
            Slo = before is not { } since ? null : [.. Catalog.Regions.Select(r => new SloReading(r.Id, since, _now, [.. Catalog.Models.Select(m => new SloCount(m.Id, ServiceTier.InteractiveFast, 99, 1))]))],
        };
    }

    private static DemandBin Bin(DeploymentId deployment, Instant at)
    {
        var rate = 4_000 * (1.1 + Math.Sin((at - Start).TotalHours * 2));
        return new DemandBin(new DemandSeriesId(deployment.Model, deployment.Region, ServiceTier.InteractiveFast), at, TimeSpan.FromMinutes(1), rate, rate / 5, rate / 1_000);
    }

    private IEnumerable<PoolFacts> Facts() => _ready.Select(p =>
        new PoolFacts(p.Key, p.Value, _starting.Where(s => s.Pool == p.Key).Sum(s => s.Count), 0, Utilization.Clip(0.5), null, TimeSpan.Zero));

    private void Follow(PlanningEffects effects)
    {
        _steps.Clear();
        _steps.AddRange(effects.Diagnostics.Steps);
        foreach (var action in effects.Actions)
        {
            if (action.Kind == ScaleActionKind.Stop)
            {
                _ready[action.Pool] = Math.Max(0, _ready[action.Pool] - action.Count);
            }
            else
            {
                _starting.Add((action.Pool, action.Count, _now));
            }
        }
    }
}
