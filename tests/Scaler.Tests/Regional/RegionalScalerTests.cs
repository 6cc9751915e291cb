using System.Net;
using System.Text;
using System.Text.Json;

namespace SageServe.Scaler.Tests;

/// <summary>Scalers of three regions as processes, without leases: the first region of the order plans.</summary>
public sealed class RegionalScalerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RegionalRig _rig = new();

    public async ValueTask InitializeAsync() => await _rig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task One_plans_for_all_and_each_moves_its_own_replicas()
    {
        var scalers = RegionalRig.Regions.ToDictionary(r => r, r => _rig.Scaler(r));
        await Task.WhenAll(scalers.Values.Select(s => s.Ready()));
        foreach (var (region, scaler) in scalers)
        {
            Assert.Equal((true, region == RegionalRig.Regions[0]), await RegionalRig.LeadsAsync(scaler));
        }

        await Eventually.True(
            async () => (await Task.WhenAll(scalers.Values.Select(RegionalRig.PlanAsync))).Distinct().ToArray() is [{ Version: > 1 }],
            "all go by one plan", Patience);
        var targets = (await scalers["westus"].Get("/admin/plan")).Deserialize(SharedJson.Default.PlanDocument)!.Targets;
        Assert.All(RegionalRig.Regions, r => Assert.Contains(targets, t => t.Pool == _rig.Host(r).Pool));

        // Two replicas stand everywhere, and one is enough.
        await Eventually.True(() => RegionalRig.Regions.All(r => _rig.Host(r).Calls.Any(c => c.Call == "drain")), "each stops one of its own", Patience);

        var plan = await RegionalRig.PlanAsync(scalers["westus"]);

        // The one that plans ends: the last plan stands, and the others pace by it.
        Assert.Equal(0, await scalers["eastus"].End());
        Assert.True((await RegionalRig.PlanAsync(scalers["westus"])).CompareTo(plan) >= 0);
        Assert.Equal((true, false), await RegionalRig.LeadsAsync(scalers["northus"]));

        // It comes back in an epoch of its own, after all that was seen, and is followed.
        await using var again = _rig.Scaler("eastus");
        await Eventually.True(async () => (await RegionalRig.PlanAsync(scalers["westus"])).Epoch > plan.Epoch, "the new plan is followed", Patience);
    }

    /// <summary>The others are silent, so whatever is known of their demand was in the file.</summary>
    [Fact]
    public async Task A_history_file_warms_all_regions_that_are_planned_for()
    {
        var end = _rig.Clock.Now.FloorTo(TimeSpan.FromMinutes(1));
        var lines = RegionalRig.Regions.SelectMany(r => Enumerable.Range(1, 24 * 60).Reverse().Select(i => $"{end - TimeSpan.FromMinutes(i)},llama,{r},interactive-fast,{(r == "westus" ? 9000 : 40)},8,20"));
        var file = _rig.Folder.Write("history.csv", DemandCsv.Header + "\n" + string.Join('\n', lines) + "\n");
        await using var alone = _rig.Scaler("eastus", change: c => c["HistoryFile"] = file);
        await alone.Ready();
        await Eventually.True(async () => (await RegionalRig.PlanAsync(alone)).Version > 0, "it plans", Patience);

        var forecasts = (await alone.Get("/admin/plan")).Deserialize(SharedJson.Default.PlanDocument)!.Forecasts;
        Assert.Equal(RegionalRig.Regions, forecasts.Where(f => f.Points.Length > 0).Select(f => f.Series.Origin.Value).Distinct().Order());
        Assert.InRange(forecasts.First(f => f.Series.Origin.Value == "westus").Peak, 8000, 10_000);
    }

    [Fact]
    public async Task A_region_that_hears_nobody_paces_by_its_load()
    {
        await using var alone = _rig.Scaler("westus");
        await alone.Ready();
        Assert.Equal((true, false), await RegionalRig.LeadsAsync(alone));
        Assert.Equal((0, 0), await RegionalRig.PlanAsync(alone));
        Assert.DoesNotContain("error", alone.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Only_what_a_peer_signed_for_this_region_is_answered()
    {
        await using var scaler = _rig.Scaler("eastus");
        await scaler.Ready();
        using var seals = Seals("westus", RegionalRig.Secret);
        using var others = Seals("westus", "guessed");
        using var stranger = Seals("southus", RegionalRig.Secret);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(PeerFacts.Path + "?since=0", seals, "eastus"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(PeerFacts.Path + "?since=never", seals, "eastus"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(PeerLeases.Path, seals, "eastus"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", seals, "westus"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", others, "eastus"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", stranger, "eastus"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", seals, "eastus", changePath: "&more=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", seals, "eastus", body: "other"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(PeerFacts.Path + "?since=0", null, "eastus"));
        Assert.Equal(HttpStatusCode.NotFound, (await scaler.Http.GetAsync(new Uri(scaler.Url + PeerFacts.Path))).StatusCode);
    }

    [Fact]
    public async Task A_peer_is_told_this_regions_demand_and_pools_alone()
    {
        await using var scaler = _rig.Scaler("eastus");
        await scaler.Ready();
        using var seals = Seals("westus", RegionalRig.Secret);
        var facts = default(RegionFacts);
        await Eventually.True(
            async () => (facts = RegionFacts.Read(await BodyAsync(PeerFacts.Path + "?since=0", seals))) is { Demand.Length: > 2, Pools.Length: 1 },
            "bins and pools are told", Patience);
        Assert.Equal(("eastus", null), (facts!.Region.Value, facts.More));
        Assert.All(facts.Demand!.Value, b => Assert.Equal("eastus", b.Series.Origin.Value));
        Assert.Equal(_rig.Host("eastus").Pool, facts.Pools!.Value[0].Pool);
    }

    [Fact]
    public async Task Impossible_options_are_told_all_at_once()
    {
        await using var scaler = _rig.Scaler("eastus", change: c =>
        {
            c["Regional"]!["Secret"] = "";
            c["Regional"]!["Url"] = "nowhere";
            c["Regional"]!["Order"] = new System.Text.Json.Nodes.JsonArray("eastus");
            c["Regional"]!["Leases"] = new System.Text.Json.Nodes.JsonObject { ["Kind"] = "dice", ["Duration"] = "00:00:03", ["Retry"] = "00:00:02" };
        });
        Assert.Equal(2, await scaler.ExitCode());
        foreach (var problem in (string[])["Secret or SecretFile", "Url must be", "Order must name", "dice", "at most a third"])
        {
            await Eventually.True(() => scaler.Log.Contains(problem, StringComparison.Ordinal), problem);
        }
    }

    private PeerSeals Seals(string region, string secret) => new(
        new RegionalOptions { Region = region, Secret = secret, Peers = [new PeerRegionOptions { Region = "eastus", Url = "http://x" }] }, new SteadyClock(TimeProvider.System), Microsoft.Extensions.Logging.Abstractions.NullLogger<PeerSeals>.Instance);

    private async Task<HttpStatusCode> AskAsync(string path, PeerSeals? seals, string to, string? body = null, string changePath = "")
    {
        using var http = new HttpClient();
        using var response = await http.SendAsync(Request(path, seals, to, body, changePath));
        return response.StatusCode;
    }

    private async Task<byte[]> BodyAsync(string path, PeerSeals seals)
    {
        using var http = new HttpClient();
        using var response = await http.SendAsync(Request(path, seals, "eastus", null, ""));
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private HttpRequestMessage Request(string path, PeerSeals? seals, string to, string? body, string changePath)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _rig.PeerUrl("eastus") + path);
        seals?.Sign(request, new RegionId(to), []);
        request.RequestUri = new Uri(request.RequestUri + changePath);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8);
        return request;
    }
}
