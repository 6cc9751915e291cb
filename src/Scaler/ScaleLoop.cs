namespace SageServe.Scaler;

/// <summary>
/// THE MAP of the scaler. One tick, in order:
/// (1) wait until the planning clock reaches the tick; (2) collect exactly the facts that the tick asks for; (3) let the core decide;
/// (4) act; (5) publish the plan; (6) record.
/// The core names the next tick. A tick that fails changes nothing, is told, and is tried again.
/// </summary>
internal sealed class ScaleLoop(
    PlanningCore core,
    FactCollector collector,
    IFleetActuator actuator,
    PlanPublisher publisher,
    TickRecorder recorder,
    EnvelopeClock clock) : BackgroundService
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tick = core.FirstTick(clock.Now);
        while (!stoppingToken.IsCancellationRequested)
        {
            await UntilAsync(tick.At, stoppingToken); // (1)
            tick = await RunAsync(tick, stoppingToken);
        }
    }

    private async Task<ScheduledTick> RunAsync(ScheduledTick tick, CancellationToken stop)
    {
        try
        {
            var input = await collector.CollectAsync(tick, stop); // (2)
            var started = clock.Real.Time.GetTimestamp();
            var effects = core.OnTick(tick, input); // (3)
            var duration = clock.Real.Time.GetElapsedTime(started);
            var receipts = await actuator.ApplyAsync(effects.Actions, stop); // (4)
            if (effects.Plan is { } plan)
            {
                publisher.Publish(plan); // (5)
            }

            recorder.Record(tick, input, effects, receipts, duration); // (6)
            return effects.NextTick;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            recorder.Failed(e);
            return tick with { At = clock.Now + core.Options.PaceInterval };
        }
    }

    private async Task UntilAsync(Instant at, CancellationToken stop)
    {
        for (var wait = clock.ToReal(at) - clock.Real.Now; wait > TimeSpan.Zero; wait = clock.ToReal(at) - clock.Real.Now)
        {
            // A timer counts whole milliseconds; waiting less would spin.
            var nap = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            await Task.Delay(nap < LongestNap ? nap : LongestNap, clock.Real.Time, stop);
        }
    }
}
