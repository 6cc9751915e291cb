namespace SageServe.Routing.Tests;

/// <summary>What metrics are told of replicas and regions that are left out.</summary>
public sealed class FlowHealthTests
{
    private static readonly ModelFlowOptions Options = FlowBench.WorkBound with
    {
        RetryFloor = 1000,
        Breaker = new BreakerOptions { ConsecutiveFailures = 3, OpenFor = TimeSpan.FromSeconds(10) },
        Outlier = new OutlierOptions { MaxEjectedShare = 0 },
    };

    [Fact]
    public void The_circuit_of_a_replica_opens_waits_for_a_probe_and_closes()
    {
        var bench = new FlowBench(Options).Replica("a").Replica("b", InstancePhase.Starting);
        bench.Publish();
        Assert.Equal([2, 0, 0], bench.Flow.ReadHealth(bench.Now).Circuits);
        Fail(bench, 3);
        Assert.Equal([1, 1, 0], bench.Flow.ReadHealth(bench.Now).Circuits);

        bench.Pass(11);
        bench.Replica("a").Publish();
        Assert.Equal([1, 0, 1], bench.Flow.ReadHealth(bench.Now).Circuits);
        var probe = bench.Request();
        bench.Arrive(probe);
        Assert.Equal([1, 0, 1], bench.Flow.ReadHealth(bench.Now).Circuits);
        bench.End(probe, AttemptOutcome.Succeeded);
        Assert.Equal([2, 0, 0], bench.Flow.ReadHealth(bench.Now).Circuits);
    }

    [Fact]
    public void The_circuit_to_each_region_of_the_catalog_is_told()
    {
        var bench = new FlowBench(Options).Other(TestCatalog.West, free: 1_000_000);
        bench.Publish();
        Assert.Contains(new RegionCircuit(TestCatalog.West, CircuitState.Closed), bench.Flow.ReadHealth(bench.Now).Regions);
        Assert.DoesNotContain(bench.Flow.ReadHealth(bench.Now).Regions, r => r.Region == TestCatalog.East);
        Fail(bench, 3);
        Assert.Contains(new RegionCircuit(TestCatalog.West, CircuitState.Open), bench.Flow.ReadHealth(bench.Now).Regions);
        Assert.Equal([0, 0, 0], bench.Flow.ReadHealth(bench.Now).Circuits);
    }

    private static void Fail(FlowBench bench, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var request = bench.Request();
            Assert.Contains(bench.Arrive(request)[0].Kind, new[] { FlowEffectKind.Forward, FlowEffectKind.Relay });
            bench.End(request, AttemptOutcome.ConnectFailed);
        }
    }
}
