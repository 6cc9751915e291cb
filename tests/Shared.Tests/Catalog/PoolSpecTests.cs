using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class PoolSpecTests
{
    private static readonly PoolSpec Unified = Catalogs.Demo.Pools[0];

    [Theory]
    [InlineData("", false, true, true)]
    [InlineData("", true, false, true)]
    [InlineData("if", false, true, true)]
    [InlineData("n", false, false, false)]
    [InlineData("n", true, false, true)]
    public void A_pool_serves_its_own_tiers_and_others_only_as_overflow(string tiers, bool overflow, bool isOwn, bool mayServe)
    {
        var pool = Unified with { Tiers = [.. tiers.Select(Tier)], TakesOverflow = overflow };
        Assert.Equal((isOwn, mayServe), (pool.IsOwnOf(ServiceTier.InteractiveFast), pool.MayServe(ServiceTier.InteractiveFast)));
    }

    [Fact]
    public void A_pool_without_tiers_in_its_JSON_serves_all_and_tiers_survive_JSON()
    {
        var json = JsonSerializer.Serialize(Catalogs.Demo, SharedJson.Default.CatalogDocument).Replace("\"tiers\":[],\"takesOverflow\":false", "\"x\":0", StringComparison.Ordinal);
        Assert.DoesNotContain("\"tiers\"", json, StringComparison.Ordinal);
        Assert.All(JsonSerializer.Deserialize(json, SharedJson.Default.CatalogDocument)!.Pools, p => Assert.True(p.Tiers.IsEmpty && p.IsOwnOf(ServiceTier.NonInteractive)));

        var silo = Catalogs.Demo with { Pools = [Unified with { Tiers = [ServiceTier.NonInteractive], TakesOverflow = true }] };
        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(silo, SharedJson.Default.CatalogDocument), SharedJson.Default.CatalogDocument)!.Pools[0];
        Assert.Equal([ServiceTier.NonInteractive], read.Tiers);
        Assert.True(read.TakesOverflow);
    }

    [Fact]
    public void Every_tier_of_a_deployment_needs_a_pool_of_its_own()
    {
        var interactive = Unified with { Id = Unified.Id with { Revision = "interactive" }, Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] };
        var batch = Unified with { Id = Unified.Id with { Revision = "batch" }, Tiers = [ServiceTier.NonInteractive] };
        var mixed = Unified with { Id = Unified.Id with { Revision = "mixed" }, TakesOverflow = true };

        Assert.Empty(ServingCatalogRules.Check(Catalogs.Demo with { Pools = [interactive, batch, mixed] }));
        Assert.Contains("non-interactive", Assert.Single(ServingCatalogRules.Check(Catalogs.Demo with { Pools = [interactive, mixed] })), StringComparison.Ordinal);
        var twice = batch with { Tiers = [ServiceTier.NonInteractive, ServiceTier.NonInteractive] };
        Assert.Contains("more than once", Assert.Single(ServingCatalogRules.Check(Catalogs.Demo with { Pools = [interactive, twice] })), StringComparison.Ordinal);
    }

    private static ServiceTier Tier(char letter) => letter switch
    {
        'i' => ServiceTier.InteractiveFast,
        'f' => ServiceTier.InteractiveNormal,
        _ => ServiceTier.NonInteractive,
    };
}
