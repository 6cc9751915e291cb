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
}
