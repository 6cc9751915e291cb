using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class IdTests
{
    [Fact]
    public void A_blank_id_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ModelId(" "));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RegionId>("\"\""));
    }

    [Fact]
    public void Default_means_none_and_is_null_in_JSON()
    {
        Assert.True(default(InstanceId).IsNone);
        Assert.False(new InstanceId("a").IsNone);
        Assert.Equal("null", JsonSerializer.Serialize(default(InstanceId)));
        Assert.True(JsonSerializer.Deserialize<InstanceId>("null").IsNone);
        Assert.Equal("-", default(InstanceId).ToString());
    }

    [Fact]
    public void Ids_are_text_in_JSON_also_as_property_names()
    {
        var map = new Dictionary<ModelId, int> { [new ModelId("a/b")] = 1 };
        var json = JsonSerializer.Serialize(map);
        Assert.Equal("""{"a/b":1}""", json);
        Assert.Equal(map, JsonSerializer.Deserialize<Dictionary<ModelId, int>>(json));
    }

    [Fact]
    public void Ids_sort_by_their_characters_whatever_the_culture() =>
        Assert.Equal(["B", "a", "a-1", "a1", "b"], new[] { "b", "a1", "B", "a", "a-1" }.Select(t => new ModelId(t)).Order().Select(i => i.Value));

    [Fact]
    public void Pools_sort_by_model_region_hardware_payment_and_revision()
    {
        PoolId[] sorted =
        [
            Pool("a", "x", "g1", CapacityType.OnDemand, "main"),
            Pool("a", "x", "g1", CapacityType.OnDemand, "new"),
            Pool("a", "x", "g1", CapacityType.Spot, "main"),
            Pool("a", "x", "g2", CapacityType.OnDemand, "main"),
            Pool("a", "y", "g1", CapacityType.OnDemand, "main"),
            Pool("b", "a", "a", CapacityType.OnDemand, "main"),
        ];
        Seeds.Check(20, (_, random) =>
        {
            var shuffled = sorted.OrderBy(_ => random.NextUInt64()).ToArray();
            Assert.Equal(sorted, shuffled.Order());
        });
        Assert.Equal("a@x/g1/Spot/main", sorted[2].ToString());
    }

    private static PoolId Pool(string model, string region, string accelerator, CapacityType type, string revision) =>
        new(new DeploymentId(new ModelId(model), new RegionId(region)), new AcceleratorId(accelerator), type, revision);
}
