namespace SageServe.Simulator;

/// <summary>
/// Of the engines of one unit never two hold the GPUs, nothing is sent to one that is not awake, there are no more units than the group may
/// have, and GPU-hours are those of units: reckoned from books of its own.
/// </summary>
internal sealed class CoResidencyChecker : SimulationChecker
{
    private readonly Dictionary<SimUnit, Instant> _units = [];
    private readonly Dictionary<string, long> _ticks = [];
    private Instant _end;

    public override void Begin(SimulationScenario scenario) => _end = scenario.Envelope.ToEnvelope(scenario.Start + scenario.Duration);

    public override void UnitStarted(SimUnit unit)
    {
        _units.Add(unit, unit.AllocatedAt);
        Invariant.Holds(_units.Keys.Count(u => u.Group.Name == unit.Group.Name) <= unit.Group.MaxUnits, "A group has no more units than it may");
    }

    public override void UnitEnded(SimUnit unit, Instant at)
    {
        Invariant.Holds(_units.Remove(unit, out var from), "Only a unit that began ends");
        Count(unit, from, at);
    }

    public override void Started(SimRegion region, SimReplica replica)
    {
        Invariant.Holds((replica.Unit is null) == (replica.Group is null), "Members of a group stand on its units, others on none");
        Invariant.Holds(replica.Unit is null || region.Replicas.Count(r => r.Unit == replica.Unit) == 1, "One engine of a unit is awake");
        Invariant.Holds(replica.Unit is null || replica.Engine.Read().KvUsedTokens == 0, "An engine wakes without KV");
    }

    public override void Sent(SimLeg leg, SimReplica replica) =>
        Invariant.Holds(replica.Unit is null || replica.Unit.Occupant == replica, "Work goes to the engine that is awake");

    public override void Finished(SimulationRun run)
    {
        foreach (var (unit, from) in _units)
        {
            Count(unit, from, _end);
        }

        foreach (var group in run.Scenario.Catalog.Groups)
        {
            var told = run.Scenario.Catalog.MembersOf(group.Name).Sum(m => run.Around.Usage.Of(m.Id).HeldTicks + run.Around.Usage.Of(m.Id).KeptTicks);
            Invariant.Holds(told == _ticks.GetValueOrDefault(group.Name), "A group's GPU-hours are those of its units");
        }
    }

    private void Count(SimUnit unit, Instant from, Instant to) =>
        _ticks[unit.Group.Name] = _ticks.GetValueOrDefault(unit.Group.Name) + Math.Max(0, (Instant.Earlier(to, _end) - from).Ticks);
}
