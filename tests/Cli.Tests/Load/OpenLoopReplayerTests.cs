namespace SageServe.Cli.Tests;

public sealed class OpenLoopReplayerTests
{
    [Fact]
    public async Task Latency_counts_from_the_schedule_and_a_slow_server_gets_no_slower_load()
    {
        await using var server = await StreamingServer.StartAsync(TimeSpan.FromMilliseconds(300));
        var arrivals = Enumerable.Range(0, 20).Select(i => At(i * 10, "m", streaming: true));
        var results = await RunAsync(server, arrivals, TimeSpan.FromMilliseconds(400));
        Assert.Equal(20, results.Count);
        Assert.All(results, r => Assert.Equal(CallOutcome.Completed, r.Outcome));
        // One after the other they would need six seconds.
        Assert.All(results, r => Assert.InRange(r.Ttft!.Value.TotalSeconds, 0.29, 2));
        Assert.All(results, r => Assert.Equal(r.EndedAt - r.Arrival.At, r.EndToEnd));
        Assert.All(results, r => Assert.Equal(4, r.OutputTokens));
        Assert.All(results, r => Assert.Equal(2, r.Attempts));
    }

    [Theory]
    [InlineData("m", false, nameof(CallOutcome.Completed), 200)]
    [InlineData("full", true, nameof(CallOutcome.Refused), 429)]
    [InlineData("breaks", true, nameof(CallOutcome.Broken), 200)]
    public async Task Each_ending_has_its_name(string model, bool streaming, string outcome, int status)
    {
        await using var server = await StreamingServer.StartAsync(TimeSpan.Zero);
        var result = Assert.Single(await RunAsync(server, [At(0, model, streaming)], TimeSpan.FromMilliseconds(50)));
        Assert.Equal(outcome, result.Outcome.ToString());
        Assert.Equal(status, result.Status);
    }

    [Fact]
    public async Task No_server_is_a_failure_with_its_reason()
    {
        using var replayer = new OpenLoopReplayer(
            TimeProvider.System, new LoadOptions { For = TimeSpan.FromMilliseconds(10) }, _ => new Uri($"http://127.0.0.1:{FreePort.Find()}"));
        await replayer.RunAsync([At(0, "m", true)], CancellationToken.None);
        var result = Assert.Single(replayer.Totals.Snapshot());
        Assert.Equal(CallOutcome.Failed, result.Outcome);
        Assert.NotNull(result.Error);
    }

    [Fact]
    public async Task What_still_runs_after_the_drain_is_cut_off_and_not_failed()
    {
        await using var server = await StreamingServer.StartAsync(TimeSpan.FromSeconds(30));
        using var replayer = new OpenLoopReplayer(
            TimeProvider.System, new LoadOptions { For = TimeSpan.FromMilliseconds(10), Drain = TimeSpan.FromMilliseconds(50) }, _ => server.Url);
        await replayer.RunAsync([At(0, "m", true)], CancellationToken.None);
        Assert.Equal(CallOutcome.CutOff, Assert.Single(replayer.Totals.Snapshot()).Outcome);
    }

    [Fact]
    public async Task An_interrupt_ends_an_endless_load()
    {
        await using var server = await StreamingServer.StartAsync(TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        using var replayer = new OpenLoopReplayer(TimeProvider.System, new LoadOptions { For = TimeSpan.MaxValue }, _ => server.Url);
        var running = replayer.RunAsync(Enumerable.Range(0, int.MaxValue).Select(i => At(i * 5, "m", true)), stop.Token);
        await Eventually.True(() => replayer.Totals.Ended > 5, "it came");
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(replayer.Totals.Sent, replayer.Totals.Ended);
    }

    [Fact]
    public async Task A_trace_that_ends_ends_the_load()
    {
        await using var server = await StreamingServer.StartAsync(TimeSpan.Zero);
        using var replayer = new OpenLoopReplayer(TimeProvider.System, new LoadOptions { For = TimeSpan.MaxValue }, _ => server.Url);
        await replayer.RunAsync([At(0, "m", true)], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(CallOutcome.Completed, Assert.Single(replayer.Totals.Snapshot()).Outcome);
    }

    private static async Task<IReadOnlyList<CallResult>> RunAsync(StreamingServer server, IEnumerable<Arrival> arrivals, TimeSpan time)
    {
        using var replayer = new OpenLoopReplayer(TimeProvider.System, new LoadOptions { For = time }, _ => server.Url);
        await replayer.RunAsync(arrivals, CancellationToken.None);
        return replayer.Totals.Snapshot();
    }

    private static Arrival At(int milliseconds, string model, bool streaming) =>
        new(TimeSpan.FromMilliseconds(milliseconds), milliseconds, model, new RegionId("eastus"), ServiceTier.InteractiveFast, streaming, 50, 4);
}
