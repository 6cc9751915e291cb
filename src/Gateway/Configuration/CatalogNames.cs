namespace SageServe.Gateway;

/// <summary>Names in the options that the catalog does not have.</summary>
internal static class CatalogNames
{
    public static IEnumerable<string> Problems(GatewayOptions options, ServingCatalog catalog)
    {
        const string section = GatewayOptions.Section;
        for (var i = 0; i < options.Peers.Count; i++)
        {
            if (catalog.Regions.All(r => r.Id.Value != options.Peers[i].Region))
            {
                yield return $"{section}:Peers:{i}:Region: the catalog has no region '{options.Peers[i].Region}'; there are {string.Join(", ", catalog.Regions.Select(r => r.Id))}.";
            }
        }

        for (var i = 0; i < options.Prices.Count; i++)
        {
            var model = options.Prices[i].Model;
            if (!catalog.TryResolve(model, out _) && catalog.Models.All(m => m.Id.Value != model))
            {
                yield return $"{section}:Prices:{i}:Model: the catalog has no model '{model}'; there are {string.Join(", ", catalog.Models.Select(m => m.Id))}.";
            }
        }

        for (var i = 0; i < (options.Fleet.Source == FleetOptions.DnsNames ? options.Fleet.Dns.Names.Count : 0); i++)
        {
            var name = options.Fleet.Dns.Names[i];
            if (catalog.FindProfile(new ModelId(name.Model), new AcceleratorId(name.Accelerator)) is null)
            {
                yield return $"{section}:Fleet:Dns:Names:{i}: the catalog has no profile of '{name.Model}' on '{name.Accelerator}'.";
            }
        }
    }
}
