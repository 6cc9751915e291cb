namespace SageServe.Planning;

/// <summary>
/// The door of Planning: demand, forecast, integer program, pacing, guardrails, actions. No clock, no I/O; called one tick at a time
/// by the live scaler and by the simulator alike.
/// </summary>
public sealed class PlanningCore
{
    public PlanningCore(ServingCatalog catalog, PlanningOptions options)
    {
        _ = catalog;
        Options = options;
    }

    public PlanningOptions Options { get; }

    public ScheduledTick FirstTick(Instant now) => throw new NotImplementedException();

    public PlanningEffects OnTick(ScheduledTick tick, TickInput input) => throw new NotImplementedException();
}
