using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Tells once what a tick did: decision log, metrics, log lines, admin pages.</summary>
internal sealed class TickRecorder(
    TickSegments decisions,
    ScalerMetrics metrics,
    ScalerReadout readout,
    DemandTrail trail,
    WantedBook wanted,
    PlanPublisher publisher,
    LiveConfiguration live,
    ILogger<TickRecorder> logger)
{
    public void Record(ScheduledTick tick, TickInput input, PlanningEffects effects, ImmutableArray<ActionReceipt> receipts, TimeSpan duration)
    {
        decisions.Write(tick, input, effects);
        metrics.Tick(effects.Diagnostics.Frozen, publisher.Last is { } last ? input.Now - last.IssuedAt : null, input.Pools);
        metrics.Guarded(effects.Diagnostics.Steps);
        if (effects.Plan is { } plan)
        {
            metrics.Planned(plan, duration);
        }

        foreach (var receipt in receipts)
        {
            metrics.Acted(receipt);
            Tell(receipt);
        }

        trail.Add(input.Now, input.Demand, effects.Plan);
        readout.TickDone(input, tick, effects, receipts);
        wanted.TickDone(input, effects);
        metrics.Wanted(wanted.Read() ?? []);
        metrics.Held(HeldCapacity.Of(input, live.Current.Catalog));
        metrics.Groups(readout.ToDocument().Groups ?? []);
        logger.TickDone(tick.Kinds, tick.At, effects.Actions.Length, effects.Diagnostics.Frozen);
    }

    /// <summary>Planning goes by another configuration from here on.</summary>
    public void OptionsChanged(ConfigurationSet now, ConfigurationSet before, Instant at)
    {
        decisions.OptionsChanged(at, now.Options.Planning, ReferenceEquals(now.Catalog, before.Catalog) ? null : now.Catalog.Document);
        logger.PlansOtherwise(now.Version, now.Options.Planning.Strategy, at);
    }

    /// <summary>What this process may do now.</summary>
    public void Leads(bool paces, bool plans)
    {
        metrics.Leads(paces, plans);
        readout.Leads(paces, plans);
    }

    public void Failed(Exception error)
    {
        logger.TickFailed(error);
        metrics.TickFailed();
        readout.TickFailed(error.Message);
    }

    private void Tell(ActionReceipt receipt)
    {
        var action = receipt.Action;
        if (receipt.Applied)
        {
            logger.ActionApplied(action.Kind, action.Count, action.Pool, action.Reason, action.Detail, receipt.Text);
        }
        else
        {
            logger.ActionNotApplied(action.Kind, action.Count, action.Pool, action.Reason, action.Detail, receipt.Text);
        }
    }
}
