namespace SageServe.Routing.Tests;

public sealed class EnginePriorityTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_700_000_000);

    [Fact]
    public void The_engine_goes_on_in_the_order_in_which_requests_were_held()
    {
        Assert.Null(EnginePriority.Of(new ModelFlowOptions { HoldOrder = "fcfs" }, ServiceTier.InteractiveFast, Now));
        Assert.Equal([0, 1, 2], ServiceTiers.All.Select(t => EnginePriority.Of(new ModelFlowOptions { HoldOrder = "pf" }, t, Now)!.Value));
        var edf = new ModelFlowOptions { HoldOrder = "edf" };
        int Due(ServiceTier tier, double seconds) => EnginePriority.Of(edf, tier, Now + TimeSpan.FromSeconds(seconds))!.Value;
        Assert.True(Due(ServiceTier.InteractiveFast, 1) < Due(ServiceTier.InteractiveNormal, 60));

        // What has waited for a minute comes before what has just come.
        Assert.True(Due(ServiceTier.InteractiveNormal, 0) < Due(ServiceTier.InteractiveFast, 1));
        Assert.Equal(int.MaxValue, EnginePriority.Of(edf, ServiceTier.NonInteractive, Instant.Max));
    }

    /// <summary>
    /// Once low priority fills max_num_seqs, an engine's own priority queue makes high priority wait for a seat (vllm, issue 40004). Here
    /// patient work gets its share of the seats only, so an interactive request always finds one.
    /// </summary>
    [Fact]
    public void Vllm40004_patient_work_never_takes_the_last_seat_of_an_engine()
    {
        var bench = new FlowBench(new ModelFlowOptions { ReplicaBoundSeconds = 1000, PrefillBoundSeconds = 1000, DeferredBoundShare = 0.5 });
        bench.Replica("a").Publish();
        var placed = Enumerable.Range(0, 100)
            .Select(_ => bench.Request(10, 10, ServiceTier.NonInteractive, 3600))
            .Count(r => bench.Offer(r).Any(e => e.Kind == FlowEffectKind.Forward));
        Assert.Equal(32, placed);
        Assert.Equal(32, Enumerable.Range(0, 40).Count(_ => bench.Arrive(bench.Request(10, 10))[0].Kind == FlowEffectKind.Forward));
    }
}
