using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>A replica that takes requests and does nothing with them, over real sockets, on a clock that jumps.</summary>
public sealed class HangTests
{
    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ProductionStack749_what_waits_at_a_replica_that_hangs_is_served_elsewhere_and_it_gets_nothing_more(bool stream)
    {
        await using var scene = await Scene.StartAsync();
        var (call, hung, good) = await scene.SendAsync(stream);
        scene.Time.Jump(HangAfter);

        using var response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("2", response.Headers.GetValues(HeaderNames.Attempts).Single());
        await response.Content.ReadAsByteArrayAsync();
        await Eventually.True(() => hung.Canceled == 1, "it was taken back");

        // One is enough: its circuit is open, for longer than the pause after any failure.
        scene.Time.Jump(TimeSpan.FromMinutes(1));
        await scene.ReadAnewAsync();
        for (var i = 0; i < 6; i++)
        {
            using var next = await scene.Gateway.ChatAsync();
            Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        }

        Assert.Equal((1, 7), (hung.Requests, good.Requests));
        Assert.Contains("reason=\"replica-hung\"", await scene.Gateway.Admin.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_busy_replica_is_waited_for_until_it_stands_still(bool stream)
    {
        await using var scene = await Scene.StartAsync();
        var (call, busy, good) = await scene.SendAsync(stream, works: true);
        for (var i = 0; i < 4; i++)
        {
            scene.Time.Jump(HangAfter / 2);
            await scene.ReadAnewAsync();
        }

        Assert.Equal((0, 0), (busy.Canceled, good.Requests));

        busy.Works = false;
        await scene.ReadAnewAsync();
        scene.Time.Jump(HangAfter);
        using var response = await call;
        Assert.Equal((HttpStatusCode.OK, 1, 1), (response.StatusCode, good.Requests, busy.Requests));
    }

    [Fact]
    public async Task A_replica_that_answers_others_is_not_taken_to_hang()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var engine in scene.Engines)
        {
            engine.TokenGate = new SemaphoreSlim(0);
            engine.SendsRoleFirst = false;
        }

        // The same session goes to the same replica: one stream has its tokens there, the other waits for its first.
        var (talking, one, other) = await scene.SendAsync(stream: true);
        one.TokenGate!.Release();
        using var response = await talking;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await SseText.NextDataAsync(reader);
        var waiting = scene.Gateway.ChatAsync(Scene.Extra, stream: true);
        await Eventually.True(() => one.Requests == 2, "both are there");
        for (var i = 0; i < 2; i++)
        {
            // A third of the time, then a token: it never stands still for long enough.
            scene.Time.Jump(HangAfter / 3 * 2);
            one.TokenGate.Release();
            await SseText.NextDataAsync(reader);
            await scene.ReadAnewAsync();
        }

        Assert.Equal((0, 0), (one.Canceled, other.Requests));
        one.TokenGate.Release(100);
        using var served = await waiting;
        Assert.Equal("[DONE]", (await SseText.AllAsync(served))[^1]);
    }

    [Theory]
    [InlineData("one replica")]
    [InlineData("no retries left")]
    [InlineData("switched off")]
    public async Task Where_there_is_nothing_better_it_is_waited_for(string why)
    {
        await using var scene = await Scene.StartAsync(
            why == "one replica" ? 1 : 2,
            why == "no retries left" ? new JsonObject { ["RetryFloor"] = 0, ["RetryBudget"] = 0 } : [],
            factor: why == "switched off" ? 0 : 5);
        var (call, hung, _) = await scene.SendAsync(stream: true);
        scene.Time.Jump(HangAfter);
        await scene.ReadAnewAsync();
        await scene.ReadAnewAsync();
        Assert.Equal((0, 1), (hung.Canceled, scene.Engines.Sum(e => e.Requests)));

        hung.BeforeHeaders!.SetResult();
        using var response = await call;
        Assert.Equal("[DONE]", (await SseText.AllAsync(response))[^1]);
    }

    private sealed class Scene(GatewayUnderTest gateway, FakeEngine[] engines, JumpingTime time) : IAsyncDisposable
    {
        public const string Extra = "\"user\":\"one\",";

        public GatewayUnderTest Gateway => gateway;

        public FakeEngine[] Engines => engines;

        public JumpingTime Time => time;

        public static async Task<Scene> StartAsync(int replicas = 2, JsonObject? routing = null, double factor = 5)
        {
            var engines = await Task.WhenAll(Enumerable.Range(0, replicas).Select(_ => FakeEngine.StartAsync()));
            var time = new JumpingTime();
            routing ??= [];
            routing["InstancePolicy"] = "session-affinity";
            routing["Breaker"] = new JsonObject { ["OpenFor"] = "01:00:00", ["MaxOpenFor"] = "01:00:00" };
            var limits = new JsonObject { ["HangAfter"] = HangAfter.ToString(), ["HangFactor"] = factor };
            var setup = new GatewaySetup
            {
                Time = time,
                Routing = routing,
                Adjust = g => g["Forwarding"] = new JsonObject
                {
                    ["KeepAliveAfter"] = "00:00:00",
                    ["Timeouts"] = new JsonObject { ["InteractiveFast"] = limits.DeepClone(), ["InteractiveNormal"] = limits },
                },
            };
            return new Scene(await GatewayUnderTest.StartAsync(setup, engines), engines, time);
        }

        /// <summary>A request that one replica has and does not answer; the others would.</summary>
        public async Task<(Task<HttpResponseMessage> Call, FakeEngine Hung, FakeEngine Other)> SendAsync(bool stream, bool works = false)
        {
            foreach (var engine in engines.Where(e => e.TokenGate is null))
            {
                engine.BeforeHeaders = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            var call = gateway.ChatAsync(Extra, stream);
            await Eventually.True(() => engines.Sum(e => e.Requests) == 1, "one replica has it");
            var hung = engines.Single(e => e.Requests == 1);
            hung.Works = works;
            foreach (var other in engines.Where(e => e != hung))
            {
                other.BeforeHeaders = null;
            }

            return (call, hung, engines[^1] == hung ? engines[0] : engines[^1]);
        }

        /// <summary>Every replica's metrics were read and taken in since.</summary>
        public async Task ReadAnewAsync()
        {
            var before = engines.Select(e => e.Scrapes).ToArray();
            await Eventually.True(() => engines.Zip(before).All(e => e.First.Scrapes > e.Second + 2), "all metrics were read again");
        }

        public async ValueTask DisposeAsync()
        {
            await gateway.DisposeAsync();
            foreach (var engine in engines)
            {
                await engine.DisposeAsync();
            }
        }
    }
}
