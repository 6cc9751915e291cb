namespace SageServe.Planning.Tests;

public sealed class ProblemPoolOrderTests
{
    [Fact]
    public void Pools_stand_as_their_ids_compare() => Seeds.Check(50, (_, random) =>
    {
        string Name(string prefix) => prefix + (char)('A' + random.NextInt(40)) + random.NextInt(12);
        ProblemPool[] pools = [.. Enumerable.Range(0, 200).Select(_ => new ProblemPool(new ModelId(Name("m")), new RegionId(Name("r")), new AcceleratorId(Name("a")), 1, 1)
        {
            CapacityType = random.NextInt(2) == 0 ? CapacityType.Spot : CapacityType.OnDemand,
            Revision = Name("v"),
        }).DistinctBy(p => p.Id)];

        Assert.Equal(pools.Select(p => p.Id).Order(), ProblemPoolOrder.Of([.. pools]).Select(p => p.Id));
    });
}
