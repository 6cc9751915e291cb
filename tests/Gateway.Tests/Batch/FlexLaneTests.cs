using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>Held flex calls through the real store and pump.</summary>
public sealed class FlexLaneTests : IAsyncLifetime
{
    private static readonly ModelId Model = new("llama-3.1-70b");
    private readonly TemporaryFolder _folder = new();
    private PlainEngine _engine = null!;
    private BatchHost _host = null!;

    private IFlexLane Lane => _host.Get<IFlexLane>();

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _host = await BatchHost.StartAsync(_folder.Root, _engine.Url, o => o with { Batch = o.Batch with { MaxHeldCalls = 2 }, Release = new ReleaseOptions { Rule = "paper" } });
        _host.Get<EngineRunner>().KvUsage = 0.9;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private InferenceRequest Request(TimeSpan? arrivedBefore = null)
    {
        var arrived = _host.Get<SteadyClock>().Now - (arrivedBefore ?? TimeSpan.Zero);
        return new InferenceRequest
        {
            Id = new RequestId(Guid.NewGuid().ToString("N")),
            Model = Model,
            Tier = ServiceTier.NonInteractive,
            Tenant = new TenantId("a"),
            Origin = new RegionId("eastus"),
            PromptTokens = 10,
            ExpectedOutputTokens = 10,
            Arrived = arrived,
            Deadline = arrived + TimeSpan.FromHours(24),
        };
    }

    private async Task<DeferredLaneState> StatsAsync() => await _host.Get<PatientQueue>().ReadAsync(Model, default);

    private Task UntilQueuedAsync(int count) =>
        Eventually.True(async () => (await StatsAsync()).Waiting == count, $"{count} wait");

    [Fact]
    public async Task A_held_call_is_released_when_there_is_room_and_is_gone_when_done()
    {
        var wait = Lane.WaitForReleaseAsync(Request(), default).AsTask();
        await UntilQueuedAsync(1);
        Assert.False(wait.IsCompleted);
        _host.Get<EngineRunner>().KvUsage = 0.1;
        var ticket = await wait.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(ticket.Released);
        Assert.Equal(1, (await StatsAsync()).Leased);
        await Lane.CompleteAsync(ticket, requeue: false);
        Assert.Equal((0, 0), ((await StatsAsync()).Waiting, (await StatsAsync()).Leased));
    }

    [Fact]
    public async Task A_call_that_found_no_room_may_wait_again()
    {
        _host.Get<EngineRunner>().KvUsage = 0.1;
        var request = Request();
        var ticket = await Lane.WaitForReleaseAsync(request, default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        await Lane.CompleteAsync(ticket, requeue: true);
        var again = await Lane.WaitForReleaseAsync(request, default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(again.Released);
        await Lane.CompleteAsync(again, requeue: false);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_call_out_of_the_queue()
    {
        using var client = new CancellationTokenSource();
        var wait = Lane.WaitForReleaseAsync(Request(), client.Token).AsTask();
        await UntilQueuedAsync(1);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(0, (await StatsAsync()).Waiting);
    }

    [Fact]
    public async Task A_full_lane_refuses_with_resource_unavailable()
    {
        using var clients = new CancellationTokenSource();
        var held = new[] { Lane.WaitForReleaseAsync(Request(), clients.Token).AsTask(), Lane.WaitForReleaseAsync(Request(), clients.Token).AsTask() };
        await UntilQueuedAsync(2);
        var refused = await Lane.WaitForReleaseAsync(Request(), default);
        Assert.Equal((false, 429, "resource_unavailable"), (refused.Released, refused.Status, refused.Code));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        await clients.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(held));
    }

    [Fact]
    public async Task A_call_held_to_the_limit_is_refused_rather_than_left_waiting()
    {
        var ticket = await Lane.WaitForReleaseAsync(Request(arrivedBefore: TimeSpan.FromHours(1)), default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((false, 429), (ticket.Released, ticket.Status));
        Assert.Equal(0, (await StatsAsync()).Waiting);
    }

    [Fact]
    public async Task With_the_store_away_a_call_gets_503()
    {
        await using var host = await BatchHost.StartAsync(
            _folder["other"], _engine.Url, o => o with { Store = new StoreOptions { Kind = "redis", Redis = $"127.0.0.1:{FreePort.Find()}" } });
        var ticket = await host.Get<IFlexLane>().WaitForReleaseAsync(Request(), default);
        Assert.Equal((false, 503, "store_unavailable"), (ticket.Released, ticket.Status, ticket.Code));
    }
}
