namespace SageServe.Simulator.Tests;

public sealed class DonationTests
{
    private static readonly PoolId East = SmallWorld.Pool(SmallWorld.East);

    private static SimulationReport Run(ProvisioningOptions options)
    {
        // Long answers fill the KV cache for the first half of the day; then nothing comes.
        var answers = Enumerable.Range(0, 600).Select(i => SmallWorld.Request(i * 0.1, prompt: 300, output: 200, tier: ServiceTier.InteractiveNormal));
        var scenario = SmallWorld.Planned(SmallWorld.Scenario(answers, east: 2, west: 1, seconds: 120), "reactive");
        return Simulation.Run(scenario with { World = new WorldOptions { Provisioning = options } }, 1);
    }

    [Fact]
    public void What_the_planner_scales_in_is_donated_and_what_it_scales_out_is_reclaimed_first()
    {
        var options = new ProvisioningOptions { Machines = true, WhenStopped = StoppedMachine.Donate, Donated = [new InitialReplicas(East, 2)] };
        var report = Run(options);
        var pool = report.Pools.Single(p => p.Pool == East.ToString());
        Assert.True(pool.Capacity.Starts["reclaim"] >= 2, string.Join(", ", pool.Capacity.Starts));
        Assert.True(pool.Capacity.ScaleIns > 0);

        // Scaled in around midday at the latest, given to others until the end.
        Assert.True(pool.Capacity.DonatedGpuHours > 2 * 2, $"{pool.Capacity.DonatedGpuHours}");
        var reclaims = report.Capacity.Starts.GetValueOrDefault("reclaim");
        var others = report.Capacity.ScaleOuts - reclaims;
        Assert.Equal(2 * (2.5 * reclaims + 10 * others) / 60, report.WastedGpuHoursPaper, 9);
    }

    [Fact]
    public void A_number_for_each_pool_is_the_same_as_naming_them()
    {
        var named = new ProvisioningOptions { Machines = true, Donated = [new InitialReplicas(East, 1), new InitialReplicas(SmallWorld.Pool(SmallWorld.West), 1)] };
        var each = new ProvisioningOptions { Machines = true, DonatedOfEachPool = 1 };
        Assert.True(Run(named).Capacity.DonatedGpuHours > 0);
        Assert.Equal(Run(named).ToJson(), Run(each).ToJson());
    }

    [Fact]
    public void Donated_hours_are_not_paid_for_and_sleeping_ones_are()
    {
        var donated = Run(new ProvisioningOptions { Machines = true, WhenStopped = StoppedMachine.Donate });
        var asleep = Run(new ProvisioningOptions { Machines = true, WhenStopped = StoppedMachine.SleepInRam });
        Assert.Equal(2 * donated.GpuHours, donated.CostUsd, 6);
        Assert.Equal(0, asleep.Capacity.DonatedGpuHours);
        Assert.True(asleep.GpuHours > donated.GpuHours && asleep.WastedGpuHours > donated.WastedGpuHours);
    }
}
