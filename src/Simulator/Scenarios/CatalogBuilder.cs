using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>The catalog of a scenario: an embedded one or a file, with the document's own lists, pools and capacities over it.</summary>
internal static class CatalogBuilder
{
    /// <exception cref="BadInputException">A file is missing or unreadable, or the outcome breaks a rule of catalogs.</exception>
    public static ServingCatalog Build(ScenarioDocument scenario, ScenarioFiles files)
    {
        var section = scenario.Catalog;
        var document = Read(section.From, files);
        var engines = section.Engines is { } other ? Read(other, files) : document;
        document = document with
        {
            Models = section.Models ?? engines.Models,
            Accelerators = section.Accelerators ?? engines.Accelerators,
            Profiles = section.Profiles ?? engines.Profiles,
            Regions = section.Regions ?? document.Regions,
            Groups = section.Groups ?? (scenario.Pools.IsEmpty ? document.Groups : []),
            ServedNames = section.ServedNames ?? document.ServedNames,
            ServiceLevels = section.ServiceLevels ?? document.ServiceLevels,
        };
        document = document with { Regions = Capacities(document.Regions, scenario.Capacity) };
        document = scenario.Pools.IsEmpty ? document : document with { Pools = Pools(document, scenario.Pools) };
        var problems = ServingCatalogRules.Check(document);
        return problems.Count == 0
            ? new ServingCatalog(document)
            : throw Problems.Exception([.. problems.Select(p => $"{files.Name}: the catalog that catalog, pools and capacity make: {p}")]);
    }

    private static CatalogDocument Read(string name, ScenarioFiles files)
    {
        if (EmbeddedData.CatalogNames.Contains(name))
        {
            return EmbeddedData.Catalog(name);
        }

        var path = files.Find(name) ?? throw new BadInputException($"{files.Name}: catalog '{name}' is neither built in ({string.Join(", ", EmbeddedData.CatalogNames)}) nor a file.");
        var text = File.ReadAllText(path);
        if (path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal))
        {
            return ScenarioBinder.Bind<CatalogDocument>(ScenarioYaml.Parse(text, path));
        }

        try
        {
            return JsonSerializer.Deserialize(text, SharedJson.Default.CatalogDocument) ?? throw new BadInputException($"{path} holds null instead of a catalog.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path}, line {e.LineNumber + 1}: {e.Message}");
        }
    }

    private static ImmutableArray<RegionSpec> Capacities(ImmutableArray<RegionSpec> regions, ImmutableArray<CapacityRule> rules)
    {
        foreach (var rule in rules)
        {
            regions =
            [
                .. regions.Select(r => rule.Regions.IsEmpty || rule.Regions.Contains(r.Id)
                    ? r with { Capacity = [.. r.Capacity.Where(c => c.Accelerator != rule.Accelerator), new RegionCapacity(rule.Accelerator, rule.Replicas)] }
                    : r),
            ];
        }

        return regions;
    }

    private static ImmutableArray<PoolSpec> Pools(CatalogDocument document, ImmutableArray<PoolRule> rules)
    {
        var pools = new SortedDictionary<PoolId, PoolSpec>();
        foreach (var rule in rules)
        {
            foreach (var model in rule.Models.IsEmpty ? [.. document.Models.Select(m => m.Id)] : rule.Models)
            {
                foreach (var region in rule.Regions.IsEmpty ? [.. document.Regions.Select(r => r.Id)] : rule.Regions)
                {
                    var id = new PoolId(new DeploymentId(model, region), rule.Accelerator, rule.CapacityType, rule.Revision);
                    pools[id] = new PoolSpec(id, rule.Min, rule.Max, rule.Initial) { Tiers = rule.Tiers, TakesOverflow = rule.TakesOverflow, Group = rule.Group };
                }
            }
        }

        return [.. pools.Values];
    }
}
