using System.Text.Json;
using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench queue</c> on real stores, a moment of it.</summary>
public sealed class QueueBenchCommandTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_short_run_measures_every_backlog_and_leaves_nothing_running(string store)
    {
        if (store == "redis")
        {
            CommandLineTool.Require("redis-server");
        }

        var report = await new QueueBench(new QueueBenchOptions { Stores = [store], Backlogs = [100, 700], Seconds = 0.05 }, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(report.ToJson());
        var figures = json.RootElement.GetProperty(store);
        Assert.Equal(["100", "700"], figures.GetProperty("by_backlog").EnumerateObject().Select(p => p.Name));
        Assert.True(figures.GetProperty("items_per_second").GetDouble() > 0);
        Assert.True(figures.GetProperty("bytes_per_item").GetDouble() > 0);
    }

    [Fact]
    public async Task A_lane_in_a_running_redis_is_removed_at_the_end()
    {
        await using var redis = await RedisServer.StartAsync();
        await new QueueBench(new QueueBenchOptions { Stores = ["redis"], Redis = redis.Endpoint, Backlogs = [100], Seconds = 0.05 }, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        await Eventually.True(async () => await redis.CommandAsync("DBSIZE") == ":0", "what is left has expired", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_run_that_is_stopped_removes_its_lane_too()
    {
        await using var redis = await RedisServer.StartAsync();
        using var stop = new CancellationTokenSource();
        var options = new QueueBenchOptions { Stores = ["redis"], Redis = redis.Endpoint, Backlogs = [100, 9_000_000], Seconds = 0.05 };
        var run = new QueueBench(options, said => _ = said.Contains("with 100 waiting", StringComparison.Ordinal) ? stop.CancelAsync() : null).RunAsync(stop.Token);
        await Assert.ThrowsAsync<RunFailedException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
        await Eventually.True(async () => await redis.CommandAsync("DBSIZE") == ":0", "what is left has expired", TimeSpan.FromSeconds(60));
    }
}
