using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Four gateway processes in one region, four emulated replicas in another process, and a real Redis.</summary>
public sealed class FourGatewaysTests
{
    private const int Bound = 16;
    private const int Count = 4;

    [Fact]
    public async Task LlmdRouter1290_four_gateways_keep_a_replicas_bound_with_Redis_away_spread_the_load_and_read_each_engine_as_one_would()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var region = await Region.StartAsync(redis);

        // A load that fits: nobody is far above the mean.
        var spread = await region.LoadAsync(perGateway: 8, TimeSpan.FromSeconds(3));
        Assert.True(spread.MeanOfAll > 2, $"{spread}");
        Assert.True(spread.MeanOfWorst <= 1.5 * spread.MeanOfAll, $"{spread}");

        // More than fits, while Redis is away: the bound is reached and kept.
        await redis.KillAsync();
        await region.AllAsync("sageserve_gateways_cut", 1);
        var full = await region.LoadAsync(perGateway: 30, TimeSpan.FromSeconds(3));
        Assert.InRange(full.Peak, Bound / 2, Bound);
        Assert.True(full.MeanOfWorst <= 1.5 * full.MeanOfAll, $"{full}");
        await region.AllAsync("sageserve_bound_divided_by", Count);

        // Four gateways read an engine as often as one does, and never above four times a second.
        Assert.All((double[])[.. spread.ReadsPerSecond, .. full.ReadsPerSecond], r => Assert.InRange(r, 0.3, 4));

        // One dies: as long as Redis is away nobody may think so of its share, but its engines are read by others.
        await region.CrashOneAsync();
        await region.AllReadFreshAsync();
        await region.AllAsync("sageserve_bound_divided_by", Count);
        await redis.StartAgainAsync();
        await region.AllAsync("sageserve_bound_divided_by", Count - 1);
    }

    private sealed record Seen(double MeanOfAll, double MeanOfWorst, int Peak, double[] ReadsPerSecond);

    private sealed class Region(EmulatorProcess emulator, List<GatewayProcess> gateways) : IAsyncDisposable
    {
        public static async Task<Region> StartAsync(RedisServer redis)
        {
            var document = TestCatalog.Document(holdLimit: TimeSpan.FromSeconds(60));
            var catalog = document with { Profiles = [.. document.Profiles.Select(p => p with { MaxSequences = Bound, ReferenceSequences = Bound })] };
            var emulator = await EmulatorProcess.StartAsync(Count, catalog);
            var replicas = await emulator.ReplicasAsync();
            var setup = new GatewaySetup
            {
                Catalog = catalog,
                Routing = new JsonObject { ["ReplicaBoundSeconds"] = 1000, ["PrefillBoundSeconds"] = 1000 },
                Adjust = g => g["Siblings"] = new JsonObject { ["Redis"] = redis.Endpoint },
            };
            var gateways = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => GatewayProcess.StartAsync(setup, replicas)));
            var region = new Region(emulator, [.. gateways]);
            await region.AllAsync("sageserve_bound_divided_by", Count);
            return region;
        }

        public Task AllAsync(string gauge, double value) => Eventually.True(
            async () => (await Task.WhenAll(gateways.Select(g => g.GaugeAsync(gauge)))).All(v => v == value), $"{gauge} is {value} everywhere", TimeSpan.FromSeconds(60));

        public Task AllReadFreshAsync() => Eventually.True(
            async () => (await Task.WhenAll(gateways.Select(g => g.GaugeAsync("sageserve_fleet_metrics_age_seconds")))).All(v => v < 2.5), "all readings are young");

        public Task CrashOneAsync()
        {
            var one = gateways[^1];
            gateways.Remove(one);
            return one.CrashAsync().ContinueWith(_ => one.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        }

        /// <summary>Clients that send one request after the other, while the replicas are looked at.</summary>
        public async Task<Seen> LoadAsync(int perGateway, TimeSpan duration)
        {
            using var stop = new CancellationTokenSource();
            Task[] clients = [.. gateways.SelectMany(g => Enumerable.Range(0, perGateway).Select(_ => ClientAsync(g, stop.Token)))];
            await Eventually.True(async () => (await emulator.ReadAsync()).Sum(r => r.Running) >= 2 * Count, "the load is there");
            var before = await emulator.ReadAsync();
            var watch = Stopwatch.StartNew();
            var samples = new List<int[]>();
            while (watch.Elapsed < duration)
            {
                samples.Add([.. (await emulator.ReadAsync()).Select(r => r.Running + r.Waiting)]);
            }

            var after = await emulator.ReadAsync();
            var seconds = watch.Elapsed.TotalSeconds;
            await stop.CancelAsync();
            await Task.WhenAll(clients);
            double[] means = [.. Enumerable.Range(0, Count).Select(i => samples.Average(s => s[i]))];
            return new Seen(means.Average(), means.Max(), samples.Max(s => s.Max()), [.. after.Zip(before, (a, b) => (a.MetricsReads - b.MetricsReads) / seconds)]);
        }

        public async ValueTask DisposeAsync()
        {
            await Task.WhenAll(gateways.Select(g => g.DisposeAsync().AsTask()));
            await emulator.DisposeAsync();
        }

        private static async Task ClientAsync(GatewayProcess gateway, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var content = new StringContent(GatewayUnderTest.ChatBody("\"max_tokens\":40,"), Encoding.UTF8, "application/json");
                    using var response = await gateway.Client.PostAsync("/v1/chat/completions", content, stop);
                    Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}
