using System.Collections.Immutable;

namespace SageServe.Simulator.Tests;

public sealed class MachineParkTests
{
    private static readonly Instant Begin = SmallWorld.Start;
    private static readonly PoolId A = Pool("a");
    private static readonly PoolId B = Pool("b");

    private readonly UsageBook _usage = new(Begin + TimeSpan.FromHours(24), 1);

    private static PoolId Pool(string model, CapacityType type = CapacityType.OnDemand) =>
        new(new DeploymentId(new ModelId(model), SmallWorld.East), SmallWorld.Gpu, type);

    private static WeightStore Store(params string[] models) => new([.. models.Select(m => new ModelId(m))], 0);

    private MachinePark Park(int? limit, ProvisioningOptions? options = null, WeightStore? store = null) =>
        new(limit, options ?? new ProvisioningOptions { Machines = true }, store ?? Store("a", "b", "c"), _usage);

    [Fact]
    public void A_donated_machine_of_another_model_is_redeployed_before_a_new_one_is_bought()
    {
        var park = Park(null);
        park.Place(B, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.Redeploy, park.Take(A, Begin).Kind);
        Assert.Equal(StartKind.NewMachine, park.Take(A, Begin).Kind);
    }

    [Fact]
    public void The_models_own_donated_machine_comes_first()
    {
        var park = Park(null);
        park.Place(B, StoppedMachine.Donate, Begin);
        park.Place(A, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.Reclaim, park.Take(A, Begin).Kind);
    }

    [Fact]
    public void A_machine_remembers_the_models_that_it_ran_as_far_as_they_fit()
    {
        var park = Park(1);
        var machine = park.Take(A, Begin).Machine;
        park.Return(machine, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.Redeploy, park.Take(B, Begin).Kind);
        park.Return(machine, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.LocalWeights, park.Take(A, Begin).Kind);
        park.Return(machine, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.Redeploy, park.Take(Pool("c"), Begin).Kind);
        park.Return(machine, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.Redeploy, park.Take(B, Begin).Kind);
    }

    [Fact]
    public void An_engine_kept_warm_for_another_pool_is_taken_only_when_nothing_else_is_left()
    {
        var park = Park(2);
        park.Place(B, StoppedMachine.SleepInRam, Begin);
        Assert.Equal(StartKind.NewMachine, park.Take(A, Begin).Kind);
        Assert.Equal(StartKind.Redeploy, park.Take(A, Begin).Kind);
    }

    [Fact]
    public void A_machine_paid_otherwise_makes_room_but_is_not_used()
    {
        var park = Park(1);
        park.Place(A, StoppedMachine.Donate, Begin);
        Assert.Equal(StartKind.NewMachine, park.Take(Pool("a", CapacityType.Spot), Begin).Kind);
    }

    [Fact]
    public void Donated_and_kept_hours_are_counted_until_the_machine_is_used_or_goes_back()
    {
        var park = Park(null, new ProvisioningOptions { Machines = true, KeepFor = TimeSpan.FromHours(2) });
        park.Place(A, StoppedMachine.Donate, Begin);
        park.Place(A, StoppedMachine.Donate, Begin);
        park.Place(B, StoppedMachine.Standby, Begin);
        Assert.Equal(StartKind.Reclaim, park.Take(A, Begin + TimeSpan.FromHours(1)).Kind);
        park.Close(Instant.Max);
        Assert.Equal(3 * TimeSpan.TicksPerHour, _usage.Of(A).DonatedTicks);
        Assert.Equal(2 * TimeSpan.TicksPerHour, _usage.Of(B).KeptTicks);
    }

    [Fact]
    public void What_goes_back_to_the_cloud_is_warm_for_a_while_and_then_forgotten()
    {
        var park = Park(null);
        park.Return(park.Take(A, Begin).Machine, StoppedMachine.Release, Begin);
        park.Return(park.Take(A, Begin + TimeSpan.FromMinutes(9)).Machine, StoppedMachine.Release, Begin + TimeSpan.FromMinutes(9));
        Assert.Equal(StartKind.NewMachine, park.Take(A, Begin + TimeSpan.FromMinutes(19)).Kind);
    }

    [Fact]
    public void Machines_never_exceed_what_the_region_holds() => Seeds.Check(200, (_, random) =>
    {
        var park = Park(4);
        var used = new List<Machine>();
        var now = Begin;
        for (var i = 0; i < 100; i++)
        {
            now += TimeSpan.FromMinutes(random.NextInt(30));
            if (used.Count < 4 && random.NextInt(2) == 0)
            {
                var machine = park.Take(Pool("abc".Substring(random.NextInt(3), 1), (CapacityType)random.NextInt(2)), now).Machine;
                Assert.DoesNotContain(machine, used);
                used.Add(machine);
            }
            else if (used.Count > 0)
            {
                var gone = used[random.NextInt(used.Count)];
                used.Remove(gone);
                park.Return(gone, (StoppedMachine)random.NextInt(5), now);
            }

            Assert.InRange(park.Count, used.Count, 4);
        }
    });

    [Fact]
    public void A_bounded_store_drops_the_weights_unused_longest()
    {
        var store = new WeightStore([new ModelId("a"), new ModelId("b"), new ModelId("c")], 2);
        Assert.False(store.Has(new ModelId("c"), Begin));
        store.Use(new ModelId("a"), Begin);
        store.Use(new ModelId("c"), Begin + TimeSpan.FromHours(1));
        Assert.True(store.Has(new ModelId("a"), Begin));
        Assert.False(store.Has(new ModelId("b"), Begin));
        Assert.False(store.Has(new ModelId("c"), Begin));
        Assert.True(store.Has(new ModelId("c"), Begin + TimeSpan.FromHours(1)));
    }
}
