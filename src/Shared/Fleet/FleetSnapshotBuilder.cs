using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The only way to make a <see cref="FleetSnapshot"/>: sorts everything by id and checks its invariants.</summary>
public sealed class FleetSnapshotBuilder(RegionId home)
{
    private readonly List<InstanceSnapshot> _instances = [];
    private readonly List<RegionSummary> _others = [];
    private PlanAdvice? _advice;

    public FleetSnapshotBuilder Add(InstanceSnapshot instance)
    {
        Invariant.Holds(instance.Pool.Region == home, "A gateway sees single replicas of its own region only");
        _instances.Add(instance);
        return this;
    }

    public FleetSnapshotBuilder Add(RegionSummary summary)
    {
        Invariant.Holds(summary.Region != home, "The home region is not summarised");
        _others.Add(summary);
        return this;
    }

    public FleetSnapshotBuilder With(PlanAdvice? advice)
    {
        _advice = advice;
        return this;
    }

    /// <exception cref="InvariantException">Two replicas share an id, or two summaries a region and model.</exception>
    public FleetSnapshot Build(Instant takenAt, long version)
    {
        var deployments = _instances
            .GroupBy(i => i.Pool.Deployment)
            .OrderBy(g => g.Key)
            .Select(g => new DeploymentSnapshot(g.Key, [.. g.OrderBy(i => i.Id)]))
            .ToImmutableArray();
        var others = _others.OrderBy(s => s.Region).ThenBy(s => s.Model).ToImmutableArray();
        Invariant.Holds(_instances.Select(i => i.Id).Distinct().Count() == _instances.Count, "Replica ids are unique");
        Invariant.Holds(others.Select(s => (s.Region, s.Model)).Distinct().Count() == others.Length, "One summary per region and model");
        return new FleetSnapshot(home, takenAt, version, deployments, others, _advice);
    }
}
