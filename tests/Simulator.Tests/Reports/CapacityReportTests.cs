namespace SageServe.Simulator.Tests;

public sealed class CapacityReportTests
{
    private static readonly PoolId East = SmallWorld.Pool(SmallWorld.East);

    private static PoolReport Pool(SimulationRun run) => ReportWriter.Write(run, 1).Pools.Single(p => p.Pool == East.ToString());

    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, int east, double seconds = 3600)
    {
        return new SimulationRun(SmallWorld.Scenario(arrivals, east, seconds: seconds), 1, SimulationChecker.All(), null);
    }

    [Fact]
    public void An_hour_of_one_replica_costs_its_gpus_and_is_idle_but_for_its_requests()
    {
        // Two requests of 200 ms each, apart.
        var run = Run([SmallWorld.Request(10), SmallWorld.Request(20)], east: 1);
        run.Go();
        var pool = Pool(run);
        Assert.Equal((2.0, 4.0), (Math.Round(pool.GpuHours, 9), Math.Round(pool.Capacity.CostUsd, 9)));
        Assert.Equal(2 * (3600 - 0.4) / 3600, pool.Capacity.IdleGpuHours, 9);
        Assert.Equal((0.0, 0.0), (pool.Capacity.WastedGpuHours, pool.Capacity.WastedGpuHoursPaper));
        Assert.Equal(1, pool.Capacity.Starts["initial"]);
    }

    [Fact]
    public void Start_up_is_waste_as_billed_and_ten_minutes_each_as_the_paper_counts()
    {
        var run = Run([], east: 1);
        run.Fleet.Start(East, 2, ready: false);
        run.Go();
        var pool = Pool(run);
        Assert.Equal(2 * 2 * 10 / 60.0, pool.Capacity.WastedGpuHours, 9);
        Assert.Equal(2 * 2 * 10 / 60.0, pool.Capacity.WastedGpuHoursPaper, 9);
        Assert.Equal(6.0, pool.GpuHours, 9);
        Assert.Equal(6 - 2 * 2 * 10 / 60.0, pool.Capacity.IdleGpuHours, 9);
        Assert.Equal((2, 0, 3), (pool.Capacity.ScaleOuts, pool.Capacity.ScaleIns, pool.PeakReplicas));
    }

    [Fact]
    public void A_replica_stopped_before_it_is_ready_is_all_waste()
    {
        var run = Run([], east: 0);
        run.Fleet.Start(East, 1, ready: false);
        run.Advance(SmallWorld.Start + TimeSpan.FromMinutes(6));
        run.Fleet.Stop(East, 1);
        run.Go();
        var pool = Pool(run);
        Assert.Equal((0.2, 0.2), (Math.Round(pool.GpuHours, 9), Math.Round(pool.Capacity.WastedGpuHours, 9)));
        Assert.Equal((1, 1), (pool.Capacity.NeverReady, pool.Capacity.ScaleIns));
    }

    [Fact]
    public void A_drain_is_waste_from_the_stop_to_the_last_request()
    {
        // 4 s of prefill in chunks of a second, 40 decode steps: the stop comes 1 s after the arrival.
        var run = Run([SmallWorld.Request(1, prompt: 4000, output: 41)], east: 1);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(2));
        run.Fleet.Stop(East, 1);
        run.Go();
        var pool = Pool(run);
        Assert.Equal(2 * 3.4 / 3600, pool.Capacity.WastedGpuHours, 9);
        Assert.Equal(2 * 5.4 / 3600, pool.GpuHours, 9);
        Assert.Equal(2 * 1.0 / 3600, pool.Capacity.IdleGpuHours, 9);
    }

    [Fact]
    public void Spot_costs_its_own_price_or_the_options_share()
    {
        var usage = new PoolUsage(SmallWorld.Start + TimeSpan.FromHours(1), 1);
        var spot = East with { CapacityType = CapacityType.Spot };
        var replica = new SimReplica(new InstanceId("x"), spot, null!, new ReplicaStart(StartKind.Initial, null, SmallWorld.Start, TimeSpan.Zero, false), 1, SmallWorld.Start);
        usage.Began(replica);
        usage.Ended(replica, Instant.Max);
        Assert.Equal(2 * 2 * 0.14, CapacityTally.Pool(spot, usage, SmallWorld.Catalog, new PriceOptions()).Capacity.CostUsd, 9);

        var priced = SmallWorld.Catalog.Document with { Accelerators = [SmallWorld.Catalog.Accelerator(SmallWorld.Gpu) with { SpotUsdPerGpuHour = 0.5 }] };
        Assert.Equal(2 * 0.5, CapacityTally.Pool(spot, usage, new ServingCatalog(priced), new PriceOptions()).Capacity.CostUsd, 9);
    }
}
