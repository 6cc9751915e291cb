namespace SageServe.Routing.Tests;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("least-outstanding-work")]
    [InlineData("power-of-two")]
    [InlineData("round-robin")]
    [InlineData("prefix-affinity")]
    [InlineData("session-affinity")]
    public void The_steady_path_from_arrival_to_end_allocates_nothing(string policy)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { InstancePolicy = policy });
        bench.Replica("a").Replica("b").Replica("c").Other(TestCatalog.West).Publish();
        var requests = Enumerable.Range(0, 2000).Select(i => bench.Request().Turn($"c{i % 7}", 4) with { Session = $"c{i % 7}", Adapter = $"adapter-{i % 3}" }).ToArray();
        var effects = new FlowEffectBuffer();
        Run(bench, requests.AsSpan(0, 1000), effects);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(bench, requests.AsSpan(1000), effects);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes <= 1000, $"{bytes} bytes for 1000 requests");
    }

    private static void Run(FlowBench bench, ReadOnlySpan<InferenceRequest> requests, FlowEffectBuffer effects)
    {
        foreach (var request in requests)
        {
            effects.Clear();
            bench.Flow.Apply(new FlowInput { Kind = FlowInputKind.Arrived, Now = bench.Now, Sequence = 0, Draw = 1, Request = request }, effects);
            bench.Flow.Apply(new FlowInput { Kind = FlowInputKind.Progressed, Now = bench.Now, Sequence = 0, Draw = 1, RequestId = request.Id, OutputTokens = 1 }, effects);
            bench.Flow.Apply(new FlowInput { Kind = FlowInputKind.AttemptEnded, Now = bench.Now, Sequence = 0, Draw = 1, RequestId = request.Id }, effects);
        }
    }
}
