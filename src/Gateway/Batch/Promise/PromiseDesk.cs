using System.Collections.Frozen;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The outlook of every lane, kept up to date whether anybody asks or not: it learns as time goes by.</summary>
internal sealed class PromiseDesk : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private readonly FrozenDictionary<ModelId, LaneOutlook> _lanes;
    private readonly Dictionary<ModelId, long> _leasesLost = [];
    private readonly PatientQueue _queue;
    private readonly EtaTally _tally;
    private readonly OutlookMemory _memory;
    private readonly SteadyClock _clock;

    public PromiseDesk(
        ServingCatalog catalog, DeferredReadout readout, IDeferredRunner runner, InteractiveLoad load, HeadroomBook plans, LiveConfiguration live,
        PatientQueue queue, EtaTally tally, OutlookMemory memory, BatchOptions options, SteadyClock clock)
    {
        (_queue, _tally, _memory, _clock) = (queue, tally, memory, clock);
        _lanes = catalog.Models.ToFrozenDictionary(m => m.Id, m => new LaneOutlook(m.Id, readout, runner, load, plans, live, options.Promise, clock));
    }

    /// <summary>As it stands now; null for a model that is not in the catalog.</summary>
    public LaneOutlook? Find(ModelId model)
    {
        var lane = _lanes.GetValueOrDefault(model);
        lane?.Look();
        return lane;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var model in _lanes.Keys)
        {
            PromiseMetrics.Begin(model);
        }

        using var timer = new PeriodicTimer(Beat, _clock.Time);
        try
        {
            do
            {
                foreach (var (model, lane) in _lanes)
                {
                    lane.Look();
                    Tell(model, lane);
                    await _memory.BeatAsync(model, lane, lane.Lane.Pump is null || lane.Lane.Pump == _queue.Gateway, stoppingToken);
                }

                _tally.Settle();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on from what was written last.
        }
    }

    /// <summary>What concerns the whole lane is told by the gateway that pumps it.</summary>
    private void Tell(ModelId model, LaneOutlook lane)
    {
        PromiseMetrics.PaceSeen(model, lane.Pace);
        var isPump = lane.Lane.Pump == _queue.Gateway;
        var estimates = isPump ? lane.EstimateAll() : [];
        PromiseMetrics.GroupsSeen(model, lane.SeenAt, estimates);
        _tally.See(model, estimates);

        // The lane's own count starts again whenever it was empty.
        var (lost, before) = (lane.Lane.LeasesLost, _leasesLost.GetValueOrDefault(model));
        _leasesLost[model] = lost;
        PromiseMetrics.LeasesSeenLost(model, isPump ? Math.Max(0, lost < before ? lost : lost - before) : 0);
    }
}
