using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>
/// The world at one instant as one gateway sees it: its own region replica by replica, other regions as summaries.
/// Immutable and swapped whole; made only by <see cref="FleetSnapshotBuilder"/>.
/// </summary>
public sealed record FleetSnapshot
{
    internal FleetSnapshot(
        RegionId home,
        Instant takenAt,
        long version,
        ImmutableArray<DeploymentSnapshot> deployments,
        ImmutableArray<RegionSummary> others,
        PlanAdvice? advice,
        GatewayCount? gateways)
    {
        Home = home;
        TakenAt = takenAt;
        Version = version;
        Deployments = deployments;
        Others = others;
        Advice = advice;
        Gateways = gateways;
    }

    public RegionId Home { get; }

    public Instant TakenAt { get; }

    /// <summary>Grows by one with each snapshot of the same gateway.</summary>
    public long Version { get; }

    /// <summary>Home deployments, sorted by model.</summary>
    public ImmutableArray<DeploymentSnapshot> Deployments { get; }

    /// <summary>Summaries of other regions, sorted by region, then model.</summary>
    public ImmutableArray<RegionSummary> Others { get; }

    /// <summary>What the planner asks of routing; null without a plan. Its expiry is the reader's to check.</summary>
    public PlanAdvice? Advice { get; }

    /// <summary>How many gateways share the region's replicas; null when it is not known: the last known number holds.</summary>
    public GatewayCount? Gateways { get; }

    /// <summary>Whether another region told of ready replicas of a model; how old its word is, is not looked at.</summary>
    public bool IsReadyElsewhere(ModelId model)
    {
        foreach (var other in Others)
        {
            if (other.Model == model && other.ReadyReplicas > 0)
            {
                return true;
            }
        }

        return false;
    }

    internal int InstanceCount
    {
        get
        {
            var count = 0;
            foreach (var deployment in Deployments)
            {
                count += deployment.Instances.Length;
            }

            return count;
        }
    }

    public DeploymentSnapshot? Find(ModelId model)
    {
        foreach (var deployment in Deployments)
        {
            if (deployment.Id.Model == model)
            {
                return deployment;
            }
        }

        return null;
    }
}
