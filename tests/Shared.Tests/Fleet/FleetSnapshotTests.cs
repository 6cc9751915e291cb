using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class FleetSnapshotTests
{
    private static readonly RegionId Home = new("home");
    private static readonly ModelId Model = new("m");

    [Fact]
    public void Everything_is_sorted_whatever_the_order_of_adding() => Seeds.Check(30, (_, random) =>
    {
        var builder = new FleetSnapshotBuilder(Home);
        foreach (var name in Enumerable.Range(0, 12).OrderBy(_ => random.NextUInt64()))
        {
            builder.Add(Replica($"r{name:00}", new ModelId($"m{name % 3}")));
            builder.Add(Summary($"region{name / 3}", new ModelId($"m{name % 3}")));
        }

        var fleet = builder.Build(new Instant(5), 7);
        Assert.Equal(["m0", "m1", "m2"], fleet.Deployments.Select(d => d.Id.Model.Value));
        Assert.All(fleet.Deployments, d => Assert.Equal(d.Instances.Select(i => i.Id).Order(), d.Instances.Select(i => i.Id)));
        Assert.Equal(fleet.Others.OrderBy(o => o.Region).ThenBy(o => o.Model), fleet.Others);
        Assert.Equal((5, 7), (fleet.TakenAt.Ticks, fleet.Version));
        Assert.Equal(4, fleet.Find(new ModelId("m1"))!.Instances.Length);
        Assert.Null(fleet.Find(new ModelId("none")));
    });

    [Fact]
    public void Replicas_of_other_regions_and_summaries_of_home_are_refused()
    {
        var builder = new FleetSnapshotBuilder(new RegionId("elsewhere"));
        Assert.Throws<InvariantException>(() => builder.Add(Replica("r", Model)));
        Assert.Throws<InvariantException>(() => new FleetSnapshotBuilder(Home).Add(Summary("home", Model)));
    }

    [Fact]
    public void Two_of_the_same_are_refused()
    {
        Assert.Throws<InvariantException>(() => new FleetSnapshotBuilder(Home).Add(Replica("r", Model)).Add(Replica("r", new ModelId("other"))).Build(default, 1));
        Assert.Throws<InvariantException>(() => new FleetSnapshotBuilder(Home).Add(Summary("x", Model)).Add(Summary("x", Model)).Build(default, 1));
    }

    [Fact]
    public void Building_on_the_last_snapshot_changes_nothing_but_the_cost() => Seeds.Check(60, (_, random) =>
    {
        FleetSnapshot? last = null;
        for (var i = 0; i < 20; i++)
        {
            var (fresh, renewed) = (new FleetSnapshotBuilder(Home), new FleetSnapshotBuilder(Home, last));
            foreach (var name in Enumerable.Range(0, 4 + random.NextInt(2)).OrderBy(n => random.NextInt(8) == 0 ? 9 : n))
            {
                var replica = Replica($"r{name}", new ModelId($"m{name / 3}")) with { Running = random.NextInt(9) };
                var summary = Summary($"region{name}", Model) with { ReadyReplicas = random.NextInt(9) };
                fresh.Add(replica).Add(summary);
                renewed.Add(replica).Add(summary);
            }

            last = renewed.Build(new Instant(i), i);
            var expected = fresh.Build(new Instant(i), i);
            Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(last));
        }
    });

    [Fact]
    public void The_last_snapshot_does_not_hide_two_of_the_same()
    {
        var last = new FleetSnapshotBuilder(Home).Add(Replica("a", Model)).Add(Replica("b", Model)).Build(default, 1);
        var twice = new FleetSnapshotBuilder(Home, last).Add(Replica("a", Model)).Add(Replica("a", Model));
        Assert.Throws<InvariantException>(() => twice.Build(default, 2));
    }

    [Fact]
    public void Utilization_weighs_ready_replicas_by_their_capacity_and_is_full_without_any()
    {
        var fleet = new FleetSnapshotBuilder(Home)
            .Add(Replica("a", Model) with { KvUsage = new Utilization(1), KvCapacityTokens = 100 })
            .Add(Replica("b", Model) with { KvUsage = new Utilization(0), KvCapacityTokens = 300 })
            .Add(Replica("c", Model) with { Phase = InstancePhase.Draining, KvUsage = new Utilization(1), KvCapacityTokens = 9000 })
            .Add(Replica("d", new ModelId("starting")) with { Phase = InstancePhase.Starting, KvCapacityTokens = 100 })
            .Build(default, 1);
        Assert.Equal(0.25, fleet.Find(Model)!.KvUtilization.Value, 12);
        Assert.Equal(Utilization.Full, fleet.Find(new ModelId("starting"))!.KvUtilization);
    }

    [Fact]
    public void A_snapshot_is_written_as_JSON()
    {
        var fleet = new FleetSnapshotBuilder(Home).Add(Replica("a", Model)).Add(Summary("x", Model)).Build(new Instant(DateTime.UnixEpoch.Ticks), 3);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(fleet, SharedJson.Default.FleetSnapshot));
        Assert.Equal("home", json.RootElement.GetProperty("home").GetString());
        Assert.Equal("Ready", json.RootElement.GetProperty("deployments")[0].GetProperty("instances")[0].GetProperty("phase").GetString());
        Assert.Equal("x", json.RootElement.GetProperty("others")[0].GetProperty("region").GetString());
    }

    [Fact]
    public void Advice_ends_with_its_expiry()
    {
        var advice = new PlanAdvice(1, new Instant(10), new Instant(20), [], []);
        Assert.True(advice.IsValidAt(new Instant(19)));
        Assert.False(advice.IsValidAt(new Instant(20)));
    }

    private static InstanceSnapshot Replica(string id, ModelId model) => new()
    {
        Id = new InstanceId(id),
        Pool = new PoolId(new DeploymentId(model, Home), new AcceleratorId("gpu")),
        Phase = InstancePhase.Ready,
    };

    private static RegionSummary Summary(string region, ModelId model) => new()
    {
        Region = new RegionId(region),
        Model = model,
        TakenAt = default,
        ReadyReplicas = 1,
        KvUtilization = Utilization.Zero,
        Pressure = Pressure.Zero,
        Capacity = TokenRate.Zero,
        Free = TokenRate.Zero,
        ExpectedWait = TimeSpan.Zero,
    };
}
