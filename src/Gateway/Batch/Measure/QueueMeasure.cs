using System.Globalization;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// <c>--measure-queue redis HOST:PORT BACKLOGS SECONDS</c> or <c>... sqlite FILE ...</c>: how many items a second a lane's store carries while it
/// holds a backlog. Asked for by <c>sageserve bench queue</c>; it prints one line of JSON for each backlog. The end of its standard input, so the end
/// of whoever asked too, stops it; its lane is removed then as well.
/// </summary>
internal static class QueueMeasure
{
    private const string Switch = "--measure-queue";

    /// <summary>Null when the command line does not ask for it; else the exit code.</summary>
    public static async Task<int?> RunAsync(string[] args)
    {
        if (args is not [Switch, var kind, var place, var backlogs, var seconds])
        {
            return null;
        }

        // A lane of its own, so that a Redis in use is not disturbed, and gone at the end.
        var lane = new DeferredLane(new ModelId($"bench-{Guid.NewGuid():N}"), new RegionId("bench"));
        await using var store = Open(kind, place);
        using var stopping = new CancellationTokenSource();
        var run = new QueueMeasureRun(store, lane, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), stopping.Token);
        _ = StopAtEndOfInputAsync(stopping);
        try
        {
            var empty = await BytesAsync(kind, place);
            await run.WarmUpAsync();
            foreach (var backlog in backlogs.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            {
                var fill = await run.FillAsync(backlog);
                var bytes = await BytesAsync(kind, place) - empty;
                var cycle = await run.CycleAsync();
                Console.WriteLine(JsonSerializer.Serialize(new QueueMeasureLine(backlog, fill, cycle, (double)bytes / backlog), GatewayJson.Default.QueueMeasureLine));
            }
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
        finally
        {
            await run.ClearAsync();
        }

        return 0;
    }

    private static async Task StopAtEndOfInputAsync(CancellationTokenSource stopping)
    {
        // The console's reader blocks whoever asks it.
        await Task.Run(Console.In.ReadToEnd);
        try
        {
            await stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It had ended.
        }
    }

    private static IDeferredStore Open(string kind, string place) => kind == "redis"
        ? new RedisDeferredStore(place, new DeferredLimits(long.MaxValue), TimeProvider.System)
        : new SqliteDeferredStore(place, new DeferredLimits(long.MaxValue), TimeProvider.System);

    private static async Task<long> BytesAsync(string kind, string place)
    {
        if (kind != "redis")
        {
            return new[] { place, place + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
        }

        await using var link = new RedisLink(place, TimeProvider.System);
        var memory = (string)(await link.EvaluateAsync("return redis.call('INFO', 'memory')", [], [], CancellationToken.None))!;
        var line = memory.Split('\n').First(l => l.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line["used_memory:".Length..].Trim(), CultureInfo.InvariantCulture);
    }
}
