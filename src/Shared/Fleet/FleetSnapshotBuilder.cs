using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SageServe.Shared;

/// <summary>
/// The only way to make a <see cref="FleetSnapshot"/>: sorts everything by id and checks its invariants. What is added in the order of
/// <paramref name="previous"/> and has the same members keeps what that one proved, so that renewing readings is O(n).
/// </summary>
/// <param name="home">The gateway's own region.</param>
/// <param name="previous">The last snapshot of the same gateway, if there is one; it changes nothing but the cost.</param>
public sealed class FleetSnapshotBuilder(RegionId home, FleetSnapshot? previous = null)
{
    private readonly List<InstanceSnapshot> _instances = new(previous?.InstanceCount ?? 0);
    private readonly List<RegionSummary> _others = new(previous?.Others.Length ?? 0);
    private PlanAdvice? _advice;
    private GatewayCount? _gateways;

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

    /// <summary>How many gateways share the region's replicas; null when it is not known.</summary>
    public FleetSnapshotBuilder With(GatewayCount? gateways)
    {
        _gateways = gateways;
        return this;
    }

    /// <exception cref="InvariantException">Two replicas share an id, or two summaries a region and model.</exception>
    public FleetSnapshot Build(Instant takenAt, long version)
    {
        var deployments = HasSameReplicas() ? Renewed() : Sorted();
        var others = HasSameOthers() ? [.. _others] : SortedOthers();
        return new FleetSnapshot(home, takenAt, version, deployments, others, _advice, _gateways);
    }

    private ImmutableArray<DeploymentSnapshot> Sorted()
    {
        Invariant.Holds(_instances.Select(i => i.Id).Distinct().Count() == _instances.Count, "Replica ids are unique");
        return [.. _instances
            .GroupBy(i => i.Pool.Deployment)
            .OrderBy(g => g.Key)
            .Select(g => new DeploymentSnapshot(g.Key, [.. g.OrderBy(i => i.Id)]))];
    }

    private ImmutableArray<RegionSummary> SortedOthers()
    {
        Invariant.Holds(_others.Select(s => (s.Region, s.Model)).Distinct().Count() == _others.Count, "One summary per region and model");
        return [.. _others.OrderBy(s => s.Region).ThenBy(s => s.Model)];
    }

    private bool HasSameReplicas()
    {
        var next = 0;
        foreach (var deployment in previous?.Deployments ?? [])
        {
            foreach (var instance in deployment.Instances)
            {
                if (next == _instances.Count || instance.Id != _instances[next].Id || instance.Pool != _instances[next].Pool)
                {
                    return false;
                }

                next++;
            }
        }

        return next == _instances.Count;
    }

    private ImmutableArray<DeploymentSnapshot> Renewed()
    {
        var next = 0;
        var renewed = ImmutableArray.CreateBuilder<DeploymentSnapshot>(previous?.Deployments.Length ?? 0);
        foreach (var deployment in previous?.Deployments ?? [])
        {
            var instances = new InstanceSnapshot[deployment.Instances.Length];
            _instances.CopyTo(next, instances, 0, instances.Length);
            next += instances.Length;
            renewed.Add(new DeploymentSnapshot(deployment.Id, ImmutableCollectionsMarshal.AsImmutableArray(instances)));
        }

        return renewed.MoveToImmutable();
    }

    private bool HasSameOthers()
    {
        var others = previous?.Others ?? [];
        if (others.Length != _others.Count)
        {
            return false;
        }

        for (var i = 0; i < others.Length; i++)
        {
            if (others[i].Region != _others[i].Region || others[i].Model != _others[i].Model)
            {
                return false;
            }
        }

        return true;
    }
}
