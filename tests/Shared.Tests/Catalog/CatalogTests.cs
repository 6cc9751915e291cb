using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void The_shipped_catalog_has_no_problem_and_survives_JSON()
    {
        Assert.Empty(ServingCatalogRules.Check(Catalogs.Demo));
        var json = JsonSerializer.Serialize(Catalogs.Demo, SharedJson.Default.CatalogDocument);
        var again = JsonSerializer.Deserialize(json, SharedJson.Default.CatalogDocument)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, SharedJson.Default.CatalogDocument));
        Assert.Empty(ServingCatalogRules.Check(again));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var demo = Catalogs.Demo;
        var broken = demo with
        {
            Models = demo.Models.Add(demo.Models[0]),
            Profiles = demo.Profiles.SetItem(0, demo.Profiles[0] with { Prefill = [new(5, 1), new(5, 2)], KvCapacityTokens = 0 }),
            Pools =
            [
                demo.Pools[0] with { MaxReplicas = -1 },
                new PoolSpec(new PoolId(new DeploymentId(demo.Models[0].Id, new RegionId("nowhere")), new AcceleratorId("abacus")), 0, 1, 0),
            ],
            ServedNames = demo.ServedNames.Add(new ServedName("ghost", new ModelId("no-such-model"))),
            ServiceLevels = [.. demo.ServiceLevels.Where(l => l.Tier != ServiceTier.NonInteractive).Select(l => l with { AttainmentTarget = 2 })],
        };
        var problems = ServingCatalogRules.Check(broken);
        foreach (var words in (string[])["models:", "point 1 is not", "kvCapacityTokens", "minReplicas", "no profile", "no such region", "no model", "non-interactive stands 0 times", "attainmentTarget 2"])
        {
            Assert.Contains(problems, p => p.Contains(words, StringComparison.Ordinal));
        }

        var e = Assert.Throws<ArgumentException>(() => new ServingCatalog(broken));
        Assert.All(problems, p => Assert.Contains(p, e.Message));
    }

    [Fact]
    public void An_empty_catalog_is_told_list_by_list()
    {
        var problems = ServingCatalogRules.Check(new CatalogDocument());
        foreach (var list in (string[])["models", "accelerators", "profiles", "regions", "pools", "servedNames"])
        {
            Assert.Contains($"{list}: is empty.", problems);
        }
    }

    [Fact]
    public void Look_ups_find_what_the_document_holds()
    {
        var catalog = new ServingCatalog(Catalogs.Demo);
        foreach (var served in Catalogs.Demo.ServedNames)
        {
            Assert.True(catalog.TryResolve(served.Name, out var model));
            Assert.Equal(served.Model, model);
            Assert.Equal(model, catalog.Model(model).Id);
        }

        Assert.False(catalog.TryResolve("no such name", out _));
        Assert.Equal(catalog.Pools.Order(Comparer<PoolSpec>.Create((a, b) => a.Id.CompareTo(b.Id))), catalog.Pools);
        Assert.All(ServiceTiers.All, tier => Assert.Equal(tier, catalog.Level(tier).Tier));
        Assert.Null(catalog.FindProfile(new ModelId("none"), new AcceleratorId("none")));
    }

    [Fact]
    public void A_region_is_nought_from_itself_and_far_from_strangers()
    {
        var catalog = new ServingCatalog(Catalogs.Demo);
        var region = catalog.Regions[0];
        Assert.Equal(TimeSpan.Zero, region.RoundTripTo(region.Id));
        Assert.Equal(TimeSpan.FromMilliseconds(200), region.RoundTripTo(new RegionId("stranger")));
        Assert.All(region.Links, l => Assert.Equal(l.RoundTrip, region.RoundTripTo(l.Region)));
    }

    [Fact]
    public void A_profile_prices_work_and_long_prompts_go_in_chunks()
    {
        var profile = Catalogs.Demo.Profiles[0];
        var budget = profile.MaxBatchedTokens;
        Assert.Equal(StepTable.Seconds(profile.Prefill, budget), profile.UnloadedPrefillSeconds(budget), 12);
        Assert.Equal(
            2 * profile.UnloadedPrefillSeconds(budget) + StepTable.Seconds(profile.Prefill, 100),
            profile.UnloadedPrefillSeconds(2 * budget + 100),
            12);
        Assert.Equal(profile.WorkSeconds(1000, 100), 1000 * profile.SecondsPerPromptToken + 100 * profile.SecondsPerOutputToken, 12);
        var rate = profile.PromptTokensPerSecond(0.25).Value;
        Assert.Equal(1, profile.WorkSeconds(rate, 0.25 * rate), 9);
    }
}
