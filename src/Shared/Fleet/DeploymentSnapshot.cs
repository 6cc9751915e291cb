using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The replicas of one model in the home region, sorted by id.</summary>
public sealed record DeploymentSnapshot(DeploymentId Id, ImmutableArray<InstanceSnapshot> Instances)
{
    /// <summary>
    /// Effective memory utilisation of the live replicas: KV tokens in use over KV tokens that fit (paper section 4, DESIGN 5.4).
    /// Full when no replica is ready: nothing can be placed there.
    /// </summary>
    public Utilization KvUtilization
    {
        get
        {
            double used = 0;
            double total = 0;
            foreach (var instance in Instances)
            {
                if (instance.Phase == InstancePhase.Ready)
                {
                    used += instance.KvUsage.Value * instance.KvCapacityTokens;
                    total += instance.KvCapacityTokens;
                }
            }

            return total > 0 ? Utilization.Clip(used / total) : Utilization.Full;
        }
    }

    /// <summary>The same of the pools kept for a tier, or of those that take its overflow where it has none ready; one look at each replica.</summary>
    public Utilization KvUtilizationOf(ServiceTier tier, ServingCatalog catalog)
    {
        double used = 0, total = 0, overflowUsed = 0, overflowTotal = 0;
        foreach (var instance in Instances)
        {
            var pool = instance.Phase == InstancePhase.Ready ? catalog.FindPool(instance.Pool) : null;
            var (kv, capacity) = (instance.KvUsage.Value * instance.KvCapacityTokens, instance.KvCapacityTokens);
            if (instance.Phase == InstancePhase.Ready && (pool?.IsOwnOf(tier) ?? true))
            {
                (used, total) = (used + kv, total + capacity);
            }
            else if (pool?.MayServe(tier) == true)
            {
                (overflowUsed, overflowTotal) = (overflowUsed + kv, overflowTotal + capacity);
            }
        }

        return total > 0 ? Utilization.Clip(used / total)
            : overflowTotal > 0 ? Utilization.Clip(overflowUsed / overflowTotal)
            : Utilization.Full;
    }
}
