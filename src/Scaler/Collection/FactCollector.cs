using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Fetches exactly what a tick asks for. What can't be had stays null.</summary>
internal sealed class FactCollector(IDemandSource source, IFleetActuator actuator, EnvelopeClock clock) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private ImmutableArray<DemandBin> _history = [];
    private ForecastState? _forecasts;
    private ReceiptState? _receipts;
    private long? _published;
    private ImmutableArray<MoveOutcome>? _outcomes;

    /// <summary>Past demand, and what forecasting kept of an earlier run: the next collection hands them over, once.</summary>
    public void WarmUp(ImmutableArray<DemandBin> history, ForecastState? forecasts = null) => (_history, _forecasts) = (history, forecasts);

    /// <summary>The open receipts and the last plan of an earlier run, for the next collection too.</summary>
    public void GoOn(ReceiptState? receipts, long published) => (_receipts, _published) = (receipts, published);

    /// <summary>A tick decided; until <see cref="Acted"/> nothing of it counts as carried out.</summary>
    public void Decided() => _outcomes = [];

    /// <summary>What became of it, for the next collection.</summary>
    public void Acted(ImmutableArray<ActionReceipt> receipts) => _outcomes = [.. receipts.Select(r => r.Outcome)];

    public async Task<TickInput> CollectAsync(ScheduledTick tick, CancellationToken stop)
    {
        var slo = source.SloAsync(stop);
        var (demand, pools, backlog) = await ReadAsync(tick.DemandSince, stop);
        var (forecasts, receipts, published, outcomes) = (_forecasts, _receipts, _published, _outcomes);
        (_forecasts, _receipts, _published, _outcomes) = (null, null, null, null);
        return new TickInput
        {
            Forecasts = forecasts,
            Receipts = receipts,
            PublishedVersion = published,
            Outcomes = outcomes,
            Now = Instant.Later(clock.Now, tick.At),
            Demand = WithHistory(demand),
            Pools = pools,
            Groups = actuator.Groups() is { IsEmpty: false } groups ? [.. groups.Select(Stretched)] : null,
            Backlog = backlog,
            Slo = await slo,
        };
    }

    /// <summary>Demand, pools and patient work as they are; also asked for by peers, one at a time.</summary>
    public async Task<(ImmutableArray<DemandBin>? Demand, ImmutableArray<PoolFacts>? Pools, ImmutableArray<PatientBacklog>? Backlog)> ReadAsync(Instant since, CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            var demand = source.DemandAsync(since, stop);
            var load = source.LoadAsync(stop);
            var backlog = source.BacklogAsync(stop);
            var counts = actuator.ObserveAsync(stop);
            await Task.WhenAll(demand, load, backlog, counts);
            return (await demand, Pools(await counts, await load), (await backlog) is { } told ? [.. told.Select(b => b.Stretched(clock.Document.Speed))] : null);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private GroupFacts Stretched(GroupFacts group) => group with { Woke = [.. group.Woke.Select(w => w with { Seconds = w.Seconds * clock.Document.Speed })] };

    private ImmutableArray<DemandBin>? WithHistory(ImmutableArray<DemandBin>? demand)
    {
        var history = _history;
        _history = [];
        return history.Length == 0 ? demand : [.. history, .. demand ?? []];
    }

    private ImmutableArray<PoolFacts>? Pools(ImmutableArray<PoolCount>? counts, ImmutableArray<LoadSignal>? load)
    {
        if (counts is null)
        {
            return null;
        }

        var loadOf = (load ?? []).ToDictionary(l => l.Pool);
        return [.. counts.Value.Select(c => Facts(c, loadOf.GetValueOrDefault(c.Pool)))];
    }

    /// <summary>A gateway may still see a replica that was told to drain a moment ago.</summary>
    private static PoolWork? Within(int ready, PoolWork? work) => work is null ? null : work with { InteractiveBusy = Math.Min(ready, work.InteractiveBusy) };

    private PoolFacts Facts(PoolCount count, LoadSignal? load)
    {
        var age = load is not null && load.Age > count.Age ? load.Age : count.Age;
        return new PoolFacts(
            count.Pool,
            count.Ready,
            count.Starting,
            count.Draining,
            load?.KvUtilization,
            load?.Pressure,
            TimeSpan.FromTicks((long)Math.Min(age.Ticks * clock.Document.Speed, long.MaxValue / 4)),
            Within(count.Ready, load?.Work))
        {
            NotComing = count.NotComing,
            Swapping = count.Swapping,
        };
    }
}
