using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Says everything that is wrong with a catalog, all at once.</summary>
public static class ServingCatalogRules
{
    public static IReadOnlyList<string> Check(CatalogDocument catalog)
    {
        var problems = new List<string>();
        Unique(catalog.Models, m => m.Id.ToString(), "models", problems);
        Unique(catalog.Accelerators, a => a.Id.ToString(), "accelerators", problems);
        Unique(catalog.Profiles, p => $"{p.Model} on {p.Accelerator}", "profiles", problems);
        Unique(catalog.Regions, r => r.Id.ToString(), "regions", problems);
        Unique(catalog.Pools, p => p.Id.ToString(), "pools", problems);
        Unique(catalog.ServedNames, s => s.Name, "servedNames", problems);
        CheckLevels(catalog, problems);
        CheckProfiles(catalog, problems);
        CheckPools(catalog, problems);
        PoolTierRules.Check(catalog, problems);
        GroupRules.Check(catalog, problems);
        CheckNames(catalog, problems);
        return problems;
    }

    private static void Unique<T>(ImmutableArray<T> items, Func<T, string> name, string list, List<string> problems)
    {
        if (items.IsDefaultOrEmpty)
        {
            problems.Add($"{list}: is empty.");
            return;
        }

        foreach (var group in items.GroupBy(name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"{list}: '{group.Key}' stands {group.Count()} times.");
        }
    }

    private static void CheckLevels(CatalogDocument catalog, List<string> problems)
    {
        foreach (var tier in ServiceTiers.All)
        {
            var count = catalog.ServiceLevels.IsDefault ? 0 : catalog.ServiceLevels.Count(l => l.Tier == tier);
            if (count != 1)
            {
                problems.Add($"serviceLevels: {tier.WireName()} stands {count} times; exactly one is needed.");
            }
        }

        foreach (var level in catalog.ServiceLevels.IsDefault ? [] : catalog.ServiceLevels)
        {
            if (level.Tier.IsInteractive() ? level.TtftTarget is null : level.CompletionWindow is null)
            {
                problems.Add($"serviceLevels: {level.Tier.WireName()} needs {(level.Tier.IsInteractive() ? "ttftTarget" : "completionWindow")}.");
            }

            if (level.AttainmentTarget is not (> 0 and <= 1))
            {
                problems.Add($"serviceLevels: {level.Tier.WireName()}: attainmentTarget {level.AttainmentTarget} is not within 0..1.");
            }

            if (level.MaxHeld < 0 || level.MaxHeldPromptTokens < 0 || level.TenantHeldShare is not (null or (> 0 and <= 1)))
            {
                problems.Add($"serviceLevels: {level.Tier.WireName()}: maxHeld and maxHeldPromptTokens must not be negative, tenantHeldShare must be within 0..1 and above 0.");
            }
        }
    }

    private static void CheckProfiles(CatalogDocument catalog, List<string> problems)
    {
        foreach (var p in catalog.Profiles.IsDefault ? [] : catalog.Profiles)
        {
            var name = $"profiles: {p.Model} on {p.Accelerator}";
            if (!catalog.Models.Any(m => m.Id == p.Model))
            {
                problems.Add($"{name}: no such model.");
            }

            if (!catalog.Accelerators.Any(a => a.Id == p.Accelerator))
            {
                problems.Add($"{name}: no such accelerator.");
            }

            CheckTable(p.Prefill, $"{name}: prefill", problems);
            CheckTable(p.Decode, $"{name}: decode", problems);
            if (p.KvCapacityTokens <= 0 || p.MaxSequences <= 0 || p.MaxBatchedTokens <= 0 || p.BlockTokens <= 0 || p.ReferenceSequences <= 0)
            {
                problems.Add($"{name}: kvCapacityTokens, maxSequences, maxBatchedTokens, blockTokens and referenceSequences must be positive.");
            }
        }
    }

    private static void CheckTable(ImmutableArray<StepPoint> table, string name, List<string> problems)
    {
        if (table.IsDefaultOrEmpty)
        {
            problems.Add($"{name} has no points.");
            return;
        }

        for (var i = 0; i < table.Length; i++)
        {
            if (table[i].Size <= 0 || table[i].Seconds <= 0 || (i > 0 && table[i].Size <= table[i - 1].Size))
            {
                problems.Add($"{name}: point {i} is not positive or not ascending by size.");
            }
        }
    }

    private static void CheckPools(CatalogDocument catalog, List<string> problems)
    {
        foreach (var pool in catalog.Pools.IsDefault ? [] : catalog.Pools)
        {
            var name = $"pools: {pool.Id}";
            if (!catalog.Profiles.Any(p => p.Model == pool.Id.Model && p.Accelerator == pool.Id.Accelerator))
            {
                problems.Add($"{name}: no profile of this model on this accelerator.");
            }

            if (!catalog.Regions.Any(r => r.Id == pool.Id.Region))
            {
                problems.Add($"{name}: no such region.");
            }

            if (pool.MinReplicas < 0 || pool.InitialReplicas < pool.MinReplicas || pool.MaxReplicas < pool.InitialReplicas)
            {
                problems.Add($"{name}: needs 0 <= minReplicas <= initialReplicas <= maxReplicas.");
            }
        }
    }

    private static void CheckNames(CatalogDocument catalog, List<string> problems)
    {
        foreach (var served in catalog.ServedNames.IsDefault ? [] : catalog.ServedNames)
        {
            if (!catalog.Models.Any(m => m.Id == served.Model))
            {
                problems.Add($"servedNames: '{served.Name}' stands for '{served.Model}', which is no model.");
            }

            if (served.Adapter is { } adapter && (string.IsNullOrWhiteSpace(adapter) || adapter.Contains(',', StringComparison.Ordinal) || catalog.Models.Any(m => m.Id.Value == adapter)))
            {
                problems.Add($"servedNames: '{served.Name}': adapter '{adapter}' is empty, has a comma, or is called like a model.");
            }
        }
    }
}
