namespace SageServe.Scaler;

/// <summary>
/// THE MAP of the scaler. One tick, in order:
/// (1) wait until the planning clock reaches the tick; (2) collect exactly the facts that the tick asks for, other regions' too where each has
/// a scaler; (3) let the core decide; (4) act; (5) publish the plan, keep what its forecasts were studied to be and the receipts of moves; (6) record.
/// The core names the next tick. A tick that fails changes nothing, is told, and is tried again.
/// </summary>
internal sealed class ScaleLoop(
    PlanningCore core,
    ILeadership leadership,
    FactCollector collector,
    IRegionalView regions,
    IFleetActuator actuator,
    PlanPublisher publisher,
    RecipeFile recipes,
    ReceiptBook receiptBook,
    CalendarFile calendar,
    TickRecorder recorder,
    LiveConfiguration live,
    EnvelopeClock clock) : BackgroundService
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        receiptBook.Keep();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var inForce = live.Current;
        var tick = core.FirstTick(clock.Now);
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = live.Changed;
            recorder.Leads(leadership.Paces, leadership.Plans);
            if (!leadership.Paces)
            {
                await StandByAsync(stoppingToken);
                continue;
            }

            if (live.Current is var now && now.Version != inForce.Version)
            {
                tick = Adopt(now, inForce);
                inForce = now;
            }

            if (await IsTimeAsync(tick.At, changed, stoppingToken) && leadership.Paces) // (1)
            {
                tick = await RunAsync(tick, stoppingToken);
            }
        }
    }

    /// <summary>Between two ticks, so that no tick sees two configurations; the plan in force, cool-downs and moves under way stay.</summary>
    private ScheduledTick Adopt(ConfigurationSet now, ConfigurationSet before)
    {
        var at = clock.Now;
        var tick = core.OptionsChanged(now.Catalog, now.Options.Planning, at);
        recorder.OptionsChanged(now, before, at);
        return tick;
    }

    private async Task<ScheduledTick> RunAsync(ScheduledTick tick, CancellationToken stop)
    {
        try
        {
            var own = (await collector.CollectAsync(tick, stop)) with { Calendar = calendar.TakeIfChanged() };
            var input = await regions.CompleteAsync(own, tick, stop); // (2)
            var started = clock.Real.Time.GetTimestamp();
            var effects = core.OnTick(tick, input); // (3)
            var duration = clock.Real.Time.GetElapsedTime(started);
            collector.Decided();
            var receipts = await actuator.ApplyAsync(effects.Actions, stop); // (4)
            collector.Acted(receipts);
            if (effects.Plan is { } plan && leadership.Plans)
            {
                publisher.Publish(plan with { DryRun = live.Current.Options.DryRun }); // (5)
            }

            recipes.Keep(effects.Forecasts);
            regions.Keep(effects.Forecasts);
            receiptBook.Take(effects.Receipts, core.KeepReceipts([.. receipts.Select(r => r.Outcome)]), effects.Actions.Length > 0);
            recorder.Record(tick, input, effects, receipts, duration); // (6)
            return effects.NextTick;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            recorder.Failed(e);
            return tick with { At = clock.Now + core.Options.PaceInterval };
        }
    }

    /// <summary>Until what this process may do has changed.</summary>
    private async Task StandByAsync(CancellationToken stop)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var changed = leadership.Changed;
        if (!leadership.Paces)
        {
            await Task.WhenAny(Task.Delay(LongestNap, clock.Real.Time, woken.Token), changed);
        }

        await woken.CancelAsync();
    }

    /// <summary>False when the configuration changed before that.</summary>
    private async Task<bool> IsTimeAsync(Instant at, Task changed, CancellationToken stop)
    {
        for (var wait = clock.ToReal(at) - clock.Real.Now; wait > TimeSpan.Zero; wait = clock.ToReal(at) - clock.Real.Now)
        {
            // A timer counts whole milliseconds; waiting less would spin.
            var nap = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(Task.Delay(nap < LongestNap ? nap : LongestNap, clock.Real.Time, woken.Token), changed);
            await woken.CancelAsync();
            stop.ThrowIfCancellationRequested();
            if (changed.IsCompleted)
            {
                return false;
            }
        }

        return true;
    }
}
