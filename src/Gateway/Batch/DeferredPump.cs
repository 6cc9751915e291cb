using System.Collections.Frozen;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Runs one <see cref="LaneLoop"/> for each model.</summary>
internal sealed class DeferredPump : BackgroundService
{
    private readonly FrozenDictionary<ModelId, LaneLoop> _loops;
    private readonly PatientQueue _queue;
    private readonly IDeferredRunner _runner;

    public DeferredPump(
        ServingCatalog catalog, PatientQueue queue, LineRunner lines, FlexLane flex, IDeferredRunner runner,
        DeferredReadout readout, PromiseDesk promises, ReleasePause pause, DecisionLog decisions, StoreAbsence absence, LiveConfiguration live, GatewayOptions options, SteadyClock clock,
        ILogger<DeferredPump> logger)
    {
        (_queue, _runner) = (queue, runner);
        _loops = catalog.Models.ToFrozenDictionary(m => m.Id, m => new LaneLoop(
            m.Id,
            queue,
            new LanePump(
                m.Id, queue, flex, runner, readout, promises, pause, new ReleaseLog(decisions, new DeferredLane(m.Id, new RegionId(options.Region))), absence, live, clock),
            new LaneCollector(m.Id, queue, lines, flex, options.Batch, absence, clock, logger),
            options.Batch,
            absence,
            clock));
    }

    public override void Dispose()
    {
        foreach (var loop in _loops.Values)
        {
            loop.Dispose();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _runner.RequestEnded += OnRequestEnded;
        _queue.Filled += OnFilled;
        try
        {
            await Task.WhenAll(_loops.Values.Select(loop => Task.Run(() => loop.RunAsync(stoppingToken), CancellationToken.None)));
        }
        finally
        {
            _runner.RequestEnded -= OnRequestEnded;
            _queue.Filled -= OnFilled;
        }
    }

    private void OnRequestEnded(ModelId model) => _loops.GetValueOrDefault(model)?.RoomMayBe();

    private void OnFilled(ModelId model) => _loops.GetValueOrDefault(model)?.Filled();
}
