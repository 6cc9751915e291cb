using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>What the types of a document can't say: bounds, and names that must exist in the catalog.</summary>
internal static class ScenarioRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static IEnumerable<string> Check(ScenarioDocument document, ServingCatalog catalog, ScenarioNode root)
    {
        string At(string key) => $"{(root.Find(key) ?? root).Where}: {key}";
        if (document.Duration <= TimeSpan.Zero || document.Duration > Longest)
        {
            yield return $"{At("duration")} must be longer than zero and at most 366d.";
        }

        if (document.DayIn < TimeSpan.FromSeconds(10) || document.DayIn > TimeSpan.FromDays(1))
        {
            yield return $"{At("day-in")} must be within 10s..1d.";
        }

        if (document.History < TimeSpan.Zero || document.History > Longest)
        {
            yield return $"{At("history")} must be within 0s..366d.";
        }

        foreach (var problem in PlanningOptionsRules.Check(document.Planning))
        {
            yield return $"{At("planning")}: {problem}";
        }

        foreach (var problem in WorldOptionsRules.Check(document.World, catalog))
        {
            yield return $"{At("world")}: {problem}";
        }

        if (document.World.Telemetry.ScrapeDelay >= document.Intervals.Scrape || document.Intervals.Scrape <= TimeSpan.Zero || document.Intervals.Release <= TimeSpan.Zero)
        {
            yield return $"{At("intervals")}: scrape and release must be longer than zero, and scrape longer than the world's scrape-delay.";
        }

        if (RoutingProblem(document, catalog) is { } routing)
        {
            yield return $"{At("routing")}: {routing}";
        }

        foreach (var problem in OptionBounds.Problems(document.Release))
        {
            yield return $"{At("release")}: {problem}";
        }

        foreach (var pool in document.Kills.Select(k => k.Pool).Concat((document.Initial ?? []).Select(i => i.Pool)).Where(p => !catalog.Pools.Any(c => c.Id == p)).Distinct())
        {
            yield return $"{At(document.Kills.Any(k => k.Pool == pool) ? "kills" : "initial")}: there is no pool {pool}; there are: {string.Join(", ", catalog.Pools.Select(p => p.Id))}.";
        }

        foreach (var group in catalog.Groups)
        {
            var awake = (document.Initial ?? []).Where(i => catalog.GroupOf(i.Pool)?.Name == group.Name).Sum(i => i.Count);
            if (awake > group.MaxUnits)
            {
                yield return $"{At("initial")}: {awake} engines of group {group.Name} are to be awake on at most {group.MaxUnits} units.";
            }
        }

        foreach (var rule in document.Bursts.Where(b => b.Every <= TimeSpan.Zero || b.First <= TimeSpan.Zero || b.Copies is < 0 or > 1000))
        {
            yield return $"{At("bursts")}: needs every and first above 0s and copies within 0..1000; has {rule.Copies} copies.";
        }
    }

    /// <summary>A flow says itself what is wrong with its options; it is cheap to make.</summary>
    private static string? RoutingProblem(ScenarioDocument document, ServingCatalog catalog)
    {
        try
        {
            _ = new ModelFlow(catalog.Models[0].Id, catalog.Regions[0].Id, catalog, document.Routing);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message.Split(" (Parameter")[0];
        }
    }
}
