namespace SageServe.Planning.Tests;

/// <summary>The small world with both models of one region as engines of one group.</summary>
internal static class GroupWorld
{
    public const string Name = "pair";
    public static readonly RegionId East = TestWorld.Regions[1];
    public static readonly PoolId Large = TestWorld.Pool(TestWorld.Large, East);
    public static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, East);

    public static ServingCatalog Catalog(int minUnits = 0, int maxUnits = 8, int min = 0, int max = 8, int regionReplicas = 16)
    {
        var plain = TestWorld.Catalog(min, max, regionReplicas).Document;
        return new ServingCatalog(plain with
        {
            Groups = [new GroupSpec(Name, East, TestWorld.Gpu, minUnits, maxUnits, Math.Max(minUnits, Math.Min(4, maxUnits)))],
            Pools = [.. plain.Pools.Select(p => p.Id.Region == East ? p with { Group = Name, InitialReplicas = Math.Max(min, 1) } : p)],
        });
    }

    public static PoolMove Move(PoolId pool, int ready, int to, int starting = 0, int draining = 0, string reason = "because") =>
        new(TestWorld.Facts(pool, ready, starting: starting, draining: draining), new PaceProposal(to, reason, "Because."));
}
