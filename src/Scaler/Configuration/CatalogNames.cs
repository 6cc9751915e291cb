namespace SageServe.Scaler;

/// <summary>Regions in the options that the catalog does not have, and pools of the catalog that nobody could start replicas of.</summary>
internal static class CatalogNames
{
    public static IEnumerable<string> Problems(ScalerOptions options, ServingCatalog catalog)
    {
        const string section = ScalerOptions.Section;
        var known = string.Join(", ", catalog.Regions.Select(r => r.Id));
        for (var i = 0; i < options.Actuator.Regions.Count; i++)
        {
            if (catalog.Regions.All(r => r.Id.Value != options.Actuator.Regions[i].Region))
            {
                yield return $"{section}:Actuator:Regions:{i}:Region: the catalog has no region '{options.Actuator.Regions[i].Region}'; there are {known}.";
            }
        }

        for (var i = 0; i < options.Source.Gateways.Count; i++)
        {
            if (catalog.Regions.All(r => r.Id.Value != options.Source.Gateways[i].Region))
            {
                yield return $"{section}:Source:Gateways:{i}:Region: the catalog has no region '{options.Source.Gateways[i].Region}'; there are {known}.";
            }
        }

        foreach (var problem in options.Actuator.Kubernetes is { } cluster ? ClusterPools.Problems(cluster, options, catalog) : [])
        {
            yield return $"{section}:Actuator:Kubernetes:{problem}";
        }

        var own = options.Regional.Region;
        foreach (var region in catalog.Pools.Select(p => p.Id.Region).Distinct().Where(r => own is null || r.Value == own)
            .Where(r => options.Actuator.Regions.Count > 0 && options.Actuator.Regions.All(a => a.Region != r.Value)))
        {
            yield return $"{section}:Actuator:Regions: the catalog has pools in '{region}', and no entry here starts replicas there.";
        }

        if (own is null)
        {
            yield break;
        }

        foreach (var region in options.Regional.Peers.Select(p => p.Region).Append(own).Where(r => catalog.Regions.All(c => c.Id.Value != r)))
        {
            yield return $"{section}:Regional: the catalog has no region '{region}'; there are {known}.";
        }

        if (!catalog.Groups.IsEmpty)
        {
            yield return $"{section}:Regional:Region: co-resident groups need one scaler for all regions.";
        }
    }
}
