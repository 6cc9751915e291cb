namespace SageServe.Routing.Tests;

public sealed class ReadoutTests
{
    [Fact]
    public void Pressure_sees_the_kv_cache()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0.9).Replica("b", kv: 0.5).Publish();
        Assert.Equal(0.7, bench.Flow.Read(bench.Now).Pressure.Value, 6);
    }

    [Fact]
    public void Pressure_sees_kv_in_flight_before_the_metrics_show_it()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { ReplicaBoundSeconds = 1000, PressureHeadroom = 1e6 });
        bench.Replica("a", kv: 0).Publish();
        for (var i = 0; i < 10; i++)
        {
            bench.Arrive(bench.Request(prompt: 5000, output: 10));
        }

        Assert.Equal(0.5, bench.Flow.Read(bench.Now).Pressure.Value, 6);
    }

    [Fact]
    public void Pressure_sees_prefill_that_would_break_the_ttft_target()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0).Replica("b", kv: 0).Publish();
        InferenceRequest[] requests = [.. Enumerable.Range(0, 8).Select(_ => bench.Request(prompt: 100, output: 1))];
        foreach (var request in requests)
        {
            bench.Arrive(request);
        }

        Assert.Equal(0.5, bench.Flow.Read(bench.Now).Pressure.Value, 6);
        foreach (var request in requests)
        {
            bench.Progress(request, 1);
        }

        Assert.True(bench.Flow.Read(bench.Now).Pressure.Value < 0.1);
    }

    /// <summary>Its target is five times its own prefill: with large prompts a fixed limit called a fleet full that was half idle, and kept patient work waiting.</summary>
    [Fact]
    public void A_large_prompt_alone_is_no_pressure()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0).Replica("b", kv: 0).Publish();
        bench.Arrive(bench.Request(prompt: 1600, output: 1));
        Assert.Equal(0.8 / (5 * 1.6 * 0.8), bench.Flow.Read(bench.Now).Pressure.Value, 6);
    }

    [Theory]
    [InlineData("fast", "slow")]
    [InlineData("slow", "fast")]
    public void Hardware_of_two_kinds_counts_alike_in_any_order(string first, string second)
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0, accelerator: first).Replica("b", kv: 0, accelerator: second).Publish();
        bench.Arrive(bench.Request(prompt: 1600, output: 1));
        Assert.Equal(0.8 / (5 * 1600 * 0.0016 * 0.8), bench.Flow.Read(bench.Now).Pressure.Value, 6);
    }

    [Fact]
    public void Pressure_sees_running_sequences_of_everybody()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0, running: 60, waiting: 36).Publish();
        Assert.Equal(1.5, bench.Flow.Read(bench.Now).Pressure.Value, 6);
    }

    [Fact]
    public void The_summary_tells_capacity_and_what_is_free_of_it()
    {
        var bench = new FlowBench();
        bench.Replica("a", kv: 0).Replica("b", kv: 0).Publish();
        var idle = bench.Flow.Read(bench.Now).Summary;
        Assert.Equal((TestCatalog.East, 2), (idle.Region, idle.ReadyReplicas));
        Assert.Equal(idle.Capacity, idle.Free);

        // 1 ms a prompt token and 0.2 output tokens to each of them, on two replicas.
        Assert.Equal(2000 / 1.2, idle.Capacity.Value, 3);
        bench.Arrive(bench.Request(prompt: 400, output: 1));
        Assert.InRange(bench.Flow.Read(bench.Now).Summary.Free.Value, 1450, 1470);
    }

    [Fact]
    public void A_region_with_a_queue_has_nothing_free_and_says_how_long_the_wait_is()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Fill();
        bench.Arrive(bench.Request(500, 500));
        var summary = bench.Flow.Read(bench.Now).Summary;
        Assert.Equal(0, summary.Free.Value);
        Assert.Equal(5, summary.ExpectedWait.TotalSeconds, 3);
        Assert.True(summary.Pressure.Value > 1);
    }

    [Fact]
    public void A_region_without_replicas_is_full()
    {
        var bench = new FlowBench();
        bench.Publish();
        var read = bench.Flow.Read(bench.Now);
        Assert.Equal((0, 0.0), (read.Summary.ReadyReplicas, read.Summary.Capacity.Value));
        Assert.True(read.Pressure.Value >= 1);
        Assert.Equal(Utilization.Full, read.Summary.KvUtilization);
    }

    [Fact]
    public void Requests_are_counted_by_tier_where_they_are()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Arrive(bench.Request(tier: ServiceTier.InteractiveNormal));
        bench.Fill();
        bench.Arrive(bench.Request(500, 500));
        var read = bench.Flow.Read(bench.Now);
        Assert.Equal([1, 0, 0], read.Held);
        Assert.Equal([7, 1, 0], read.InFlight);
        Assert.Equal(8, read.Work.Single().Requests);
    }
}
