using System.Net;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task A_reader_that_scrapes_more_often_than_a_bin_is_long_rebuilds_the_offered_load_exactly()
    {
        await using var engine = await FakeEngine.StartAsync();

        // A bin of a minute lasts three seconds: no scrape comes that late.
        await using var gateway = await GatewayProcess.StartAsync(engine, speed: 20);
        var bins = new Dictionary<double, (double Requests, double Prompt)>();
        var sending = SendAsync(gateway, 30);
        await Eventually.True(
            async () =>
            {
                Read(await gateway.ScrapeAsync(), bins);
                return sending.IsCompleted && Math.Abs(bins.Values.Sum(b => b.Requests) - 30) < 0.001;
            },
            "thirty requests in the bins",
            TimeSpan.FromSeconds(60));
        await sending;

        // Eleven bytes of text and one message: six tokens each.
        Assert.Equal(30 * 6, bins.Values.Sum(b => b.Prompt), 3);
        Assert.All(bins.Keys, start => Assert.Equal(0, start % 60));
        await Eventually.True(
            async () => (await gateway.ScrapeAsync()).Sum("sageserve_demand_bin_requests_per_second") == 0, "a bin without requests tells zero");
    }

    [Fact]
    public async Task On_SIGTERM_it_is_not_ready_finishes_its_stream_and_ends_with_zero()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using var running = await gateway.ChatAsync(stream: true);

        gateway.Terminate();
        await Eventually.True(async () => await gateway.ReadyStatusAsync() != 200, "not ready any more");
        engine.Gate.SetResult();

        Assert.Equal("[DONE]", (await SseText.AllAsync(running))[^1]);
        Assert.Equal(0, await gateway.ExitCodeAsync());
    }

    [Fact]
    public async Task Dynamo13559_SIGTERM_under_load_lets_every_stream_finish_and_takes_nothing_new()
    {
        const int Streams = 40;
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayProcess.StartAsync(engine);
        var running = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => gateway.ChatAsync(stream: true)));

        gateway.Terminate();
        await Eventually.True(async () => await gateway.ReadyStatusAsync() != 200, "not ready any more");
        await Eventually.True(async () => await RefusedAsync(gateway), "nothing new is taken");

        // One that was asked for in the moment between the two may have been taken.
        var taken = engine.Requests;
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await RefusedAsync(gateway), "and nothing after it");
        }

        Assert.Equal(taken, engine.Requests);
        engine.Gate.SetResult();

        foreach (var response in running)
        {
            Assert.Equal("[DONE]", (await SseText.AllAsync(response))[^1]);
            response.Dispose();
        }

        Assert.Equal(0, await gateway.ExitCodeAsync());
    }

    [Fact]
    public async Task A_second_SIGTERM_ends_it_at_once()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using var running = await gateway.ChatAsync(stream: true);

        gateway.Terminate();
        await Eventually.True(async () => await gateway.ReadyStatusAsync() != 200, "not ready any more");
        gateway.Terminate();

        // Long before its stream, which never ends, or the limit of the drain.
        Assert.Equal(128 + 15, await gateway.ExitCodeAsync());
    }

    private static async Task<bool> RefusedAsync(GatewayProcess gateway)
    {
        try
        {
            using var response = await gateway.ChatAsync(stream: true);
            return response.StatusCode == HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    private static async Task SendAsync(GatewayProcess gateway, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            using var response = await gateway.ChatAsync(stream: false);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await Task.Delay(TimeSpan.FromMilliseconds(40));
        }
    }

    private static void Read(PrometheusScrape scrape, Dictionary<double, (double Requests, double Prompt)> bins)
    {
        const double RealSeconds = 3;
        bins[scrape.Value("sageserve_demand_bin_start_timestamp_seconds")!.Value] = (
            scrape.Sum("sageserve_demand_bin_requests_per_second") * RealSeconds,
            scrape.Sum("sageserve_demand_bin_prompt_tokens_per_second") * RealSeconds);
    }
}
