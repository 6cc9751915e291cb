using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Planning.Tests;

/// <summary>Two builds side by side, as in an upgrade: each reads what the other writes.</summary>
public sealed class FormatTests
{
    /// <summary>Members that each format added to plans.</summary>
    private static readonly string[][] Added = [["format", "dryRun", "headroom"], ["solve", "prices"], ["groups"], ["courses"]];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_plan_of_an_earlier_build_is_read_and_followed(int format)
    {
        var json = JsonSerializer.SerializeToNode(Plan(), SharedJson.Default.PlanDocument)!.AsObject();
        foreach (var member in Added.Skip(format).SelectMany(m => m).Concat(format == 1 ? Added[0] : []))
        {
            Assert.True(json.Remove(member) || member is "dryRun" or "prices" or "groups" or "headroom", member);
        }

        var plan = JsonSerializer.Deserialize(json.ToJsonString(), SharedJson.Default.PlanDocument)!;
        Assert.Empty(plan.Courses);
        Assert.Equal(Plan().Targets, plan.Targets);
        var core = new PlanningCore(TestWorld.Catalog(), new PlanningOptions { Strategy = "lt-i" });
        var tick = core.FirstTick(TestWorld.Start);
        var effects = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [], Pools = TestWorld.AllPools(TestWorld.Catalog(), 2), Follows = true, Plan = plan });
        Assert.Empty(effects.Actions);
    }

    [Fact]
    public void Members_that_a_later_build_adds_are_passed_over_everywhere()
    {
        var plan = JsonSerializer.Deserialize(Later(JsonSerializer.SerializeToNode(Plan(), SharedJson.Default.PlanDocument)!), SharedJson.Default.PlanDocument)!;
        Assert.Equal(JsonSerializer.Serialize(Plan(), SharedJson.Default.PlanDocument), JsonSerializer.Serialize(plan, SharedJson.Default.PlanDocument));

        var facts = new RegionFacts
        {
            Region = TestWorld.Regions[0],
            Demand = [.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), TestWorld.Start, TestWorld.Start + TimeSpan.FromMinutes(5), i => i)],
            Pools = [.. TestWorld.AllPools(TestWorld.Catalog(), 2).Where(p => p.Pool.Region == TestWorld.Regions[0])],
            Ready = [new PoolReadyTimes(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]), [120, 130])],
        };
        var read = RegionFacts.Read(Encoding.UTF8.GetBytes(Later(JsonNode.Parse(facts.ToJson())!)));
        Assert.Equal(Encoding.UTF8.GetString(facts.ToJson()), Encoding.UTF8.GetString(read.ToJson()));

        var held = new HeldDocument(TestWorld.Regions[0], "g", [new HeldReplica(new InstanceId("a"), true, 3)]);
        Assert.Equal(held.Replicas, JsonSerializer.Deserialize(Later(JsonSerializer.SerializeToNode(held, SharedJson.Default.HeldDocument)!), SharedJson.Default.HeldDocument)!.Replicas);
    }

    /// <summary>The same with a member more in every object.</summary>
    private static string Later(JsonNode json)
    {
        Add(json);
        return json.ToJsonString();

        static void Add(JsonNode? node)
        {
            foreach (var child in node is JsonObject o ? o.Select(m => m.Value).ToList() : node is JsonArray a ? [.. a] : [])
            {
                Add(child);
            }

            if (node is JsonObject inner)
            {
                inner["addedLater"] = new JsonObject { ["deep"] = new JsonArray(1, "two") };
            }
        }
    }

    private static PlanDocument Plan()
    {
        var catalog = TestWorld.Catalog();
        var core = new PlanningCore(catalog, new PlanningOptions());
        var tick = core.FirstTick(TestWorld.Start);
        var demand = TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), TestWorld.Start - TimeSpan.FromHours(6), TestWorld.Start, i => 1500 + 5 * (i % 60));
        return core.OnTick(tick, new TickInput { Now = tick.At, Demand = [.. demand], Pools = TestWorld.AllPools(catalog, 2) }).Plan!;
    }
}
