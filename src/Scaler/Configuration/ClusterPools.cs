namespace SageServe.Scaler;

/// <summary>What does not fit between the cluster's workloads, the catalog and the gateways; each sentence begins with the option's name.</summary>
internal static class ClusterPools
{
    public static IEnumerable<string> Problems(KubernetesOptions cluster, ScalerOptions options, ServingCatalog catalog)
    {
        if (cluster.Problems().Any())
        {
            // Told already; ids may be blank.
            yield break;
        }

        var region = new RegionId(cluster.Region);
        if (catalog.Regions.All(r => r.Id != region))
        {
            yield return $"Region: the catalog has no region '{cluster.Region}'; there are {string.Join(", ", catalog.Regions.Select(r => r.Id))}.";
            yield break;
        }

        if (options.Regional.Region is { } own ? own != cluster.Region : catalog.Pools.Any(p => p.Id.Region != region))
        {
            yield return $"Region: '{cluster.Region}' is one of several regions, each with a scaler of its own; Regional:Region must name the same one.";
        }

        for (var i = 0; i < cluster.Workloads.Count; i++)
        {
            if (catalog.FindPool(cluster.Workloads[i].PoolIn(cluster.Region)) is null)
            {
                yield return $"Workloads:{i}: the catalog has no pool {cluster.Workloads[i].PoolIn(cluster.Region)}.";
            }
        }

        foreach (var pool in catalog.Pools.Where(p => p.Id.Region == region))
        {
            if (pool.Group is { } group)
            {
                yield return $"Workloads: pool {pool.Id} is a member of the co-resident group '{group}'; on Kubernetes there are no groups. Take it out of the group, or run it with the local actuator.";
            }

            if (cluster.Workloads.All(w => w.PoolIn(cluster.Region) != pool.Id))
            {
                yield return $"Workloads: the catalog's pool {pool.Id} has no workload, so nobody could start replicas of it.";
            }
        }

        if (cluster.GatewaySelector is null && options.Source.Gateways.All(g => g.Region != cluster.Region))
        {
            yield return "GatewaySelector: no gateway of the region is known (Source:Gateways, or this selector), so nobody could tell when a replica has drained.";
        }
    }
}
