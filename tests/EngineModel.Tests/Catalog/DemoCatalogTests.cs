namespace SageServe.EngineModel.Tests;

public sealed class DemoCatalogTests
{
    [Fact]
    public void The_demo_catalog_obeys_every_rule() =>
        Assert.Empty(ServingCatalogRules.Check(DemoCatalog.Document));

    [Fact]
    public void Every_region_can_serve_every_model_and_one_region_always_has_two_of_each()
    {
        var catalog = DemoCatalog.Catalog;
        foreach (var model in catalog.Models)
        {
            var pools = catalog.Pools.Where(p => p.Id.Model == model.Id).ToArray();
            Assert.Equal(catalog.Regions.Select(r => r.Id), pools.Select(p => p.Id.Region).Order());
            Assert.Contains(pools, p => p.MinReplicas >= 2);
        }
    }

    [Fact]
    public void Initial_replicas_fit_the_capacity_of_their_region()
    {
        var catalog = DemoCatalog.Catalog;
        foreach (var region in catalog.Regions)
        {
            foreach (var capacity in region.Capacity)
            {
                var initial = catalog.Pools
                    .Where(p => p.Id.Region == region.Id && p.Id.Accelerator == capacity.Accelerator)
                    .Sum(p => p.InitialReplicas);
                Assert.InRange(initial, 1, capacity.Replicas);
            }
        }
    }

    [Theory]
    [InlineData("llama-3.1-70b", 80)]
    [InlineData("llama-3.1-8b", 32)]
    public void Kv_capacity_follows_from_memory_weights_and_grouped_query_attention(string name, int layers)
    {
        const int KvHeads = 8, HeadSize = 128, Bytes = 2;
        var model = DemoCatalog.Catalog.Model(new ModelId(name));
        var profile = DemoCatalog.Document.Profiles.Single(p => p.Model == model.Id);
        var memory = (long)(DemoCatalog.Catalog.Accelerator(profile.Accelerator).MemoryBytes * 0.95);
        Assert.Equal(2L * layers * KvHeads * HeadSize * Bytes, model.KvBytesPerToken);
        var tokens = (memory - model.WeightBytes - 3_000_000_000) / model.KvBytesPerToken;
        Assert.Equal(tokens / profile.BlockTokens * profile.BlockTokens, profile.KvCapacityTokens);
        Assert.True(profile.KvCapacityTokens >= model.MaxContextTokens);
    }

    [Fact]
    public void Every_profile_names_its_sources_and_their_licences() =>
        Assert.All(DemoCatalog.Document.Profiles, p =>
        {
            Assert.Contains("MIT", p.Source, StringComparison.Ordinal);
            Assert.Contains("Llama-3.1", p.Source, StringComparison.Ordinal);
        });
}
