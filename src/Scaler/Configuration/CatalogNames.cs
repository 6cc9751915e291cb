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

        foreach (var region in catalog.Pools.Select(p => p.Id.Region).Distinct().Where(r => options.Actuator.Regions.Count > 0 && options.Actuator.Regions.All(a => a.Region != r.Value)))
        {
            yield return $"{section}:Actuator:Regions: the catalog has pools in '{region}', and no entry here starts replicas there.";
        }
    }
}
