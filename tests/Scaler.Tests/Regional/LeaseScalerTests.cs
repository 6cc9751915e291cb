using System.Diagnostics;
using System.Text.Json.Nodes;
using SageServe.ClusterKit;

namespace SageServe.Scaler.Tests;

/// <summary>Who paces and who plans, decided by Leases of three clusters, with scalers as processes that are killed.</summary>
public sealed class LeaseScalerTests : IAsyncLifetime
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RegionalRig _rig = new();
    private readonly Dictionary<string, ApiServer> _clusters = [];
    private readonly List<ScalerProcess> _alive = [];

    public async ValueTask InitializeAsync()
    {
        await _rig.StartAsync();
        foreach (var region in RegionalRig.Regions)
        {
            _clusters[region] = await ApiServer.Start();
            _clusters[region].AddNamespace("serving");

            // No more than what the example gives.
            _clusters[region].Access.Grant("t", "sageserve-scaler", PolicyRule.Of(ExampleFile.Read("rbac-scaler.yaml", "Role")), "serving");
            _rig.Folder.Write($"{region}.kubeconfig", $"""
                current-context: here
                contexts: [{"{"}name: here, context: {"{"}cluster: here, user: here, namespace: serving{"}"}{"}"}]
                clusters: [{"{"}name: here, cluster: {"{"}server: "{_clusters[region].Url}"{"}"}{"}"}]
                users: [{"{"}name: here, user: {"{"}token: t{"}"}{"}"}]
                """);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        foreach (var cluster in _clusters.Values)
        {
            await cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_killed_leader_of_either_role_is_replaced_within_fifteen_seconds_and_plans_go_on()
    {
        await StartAsync(("eastus", "east-a"), ("eastus", "east-b"), ("northus", "north-a"), ("westus", "west-a"));
        await Eventually.True(async () => await StandAsync() is { Pacing: 3, Planning: 1 }, "three pace and one plans", Patience);
        await Eventually.True(async () => await PlanAsync() is { Version: > 0 }, "all go by one plan", Patience);

        var before = await PlanAsync();
        await KillAsync(await WhoAsync(l => l.Plans), "planning", s => s.Planning == 1);
        await Eventually.True(async () => await PlanAsync() is var plan && plan.Epoch > before.Epoch && plan.Version > before.Version, "a plan of a later epoch is followed by all", Patience);

        await KillAsync(await WhoAsync(l => l.Paces, "east-"), "pacing", s => s.Pacing == Math.Min(3, _alive.Count));
    }

    [Fact]
    public async Task While_the_first_cluster_is_away_the_next_decides_and_it_decides_again_when_it_is_back()
    {
        await StartAsync(("eastus", "east-a"), ("northus", "north-a"), ("westus", "west-a"));
        await Eventually.True(async () => await StandAsync() is { Pacing: 3, Planning: 1 } && await PlanAsync() is { Version: > 0 }, "three pace and one plans", Patience);
        var epoch = (await PlanAsync()).Epoch;

        // Its own scaler can't act without it, and says so; the others go on under a leader whom the next cluster knows.
        _clusters["eastus"].FailWith = 503;
        await Eventually.True(async () => await StandAsync() is { Pacing: 2, Planning: 1 }, "two pace and one of them plans", Patience);
        await Eventually.True(async () => (await RegionalRig.PlanAsync(_alive[2])).Epoch >= epoch, "there is a plan", Patience);
        await Eventually.True(() => DecidedInAsync("northus"), "the next cluster decides", Patience);

        _clusters["eastus"].FailWith = null;
        await Eventually.True(async () => await StandAsync() is { Pacing: 3, Planning: 1 }, "three pace again and one plans", Patience);
        await Eventually.True(() => DecidedInAsync("eastus"), "the first cluster decides again", Patience);
        await Eventually.True(async () => await PlanAsync() is { Version: > 0 }, "all go by one plan again", Patience);
    }

    [Fact]
    public async Task Who_stands_by_is_ready_moves_nothing_and_takes_over_at_once_from_one_that_ends_in_order()
    {
        await StartAsync(("westus", "west-a"));
        await Eventually.True(async () => await RegionalRig.LeadsAsync(_alive[0]) is { Paces: true }, "the first paces", Patience);
        await StartAsync(("westus", "west-b"));
        await _alive[1].Ready();
        Assert.Equal((false, false), await RegionalRig.LeadsAsync(_alive[1]));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await _alive[0].End());
        await Eventually.True(async () => await RegionalRig.LeadsAsync(_alive[1]) is { Paces: true }, "the second paces", TimeSpan.FromSeconds(8));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}: a lease that was given back need not run out");
    }

    [Fact]
    public async Task A_region_that_starts_anew_without_files_and_peers_goes_on_by_the_plan_in_its_cluster()
    {
        await StartAsync(("eastus", "east-a"), ("northus", "north-a"), ("westus", "west-a"));
        await Eventually.True(async () => await PlanAsync() is { Version: > 0 }, "all go by one plan", Patience);
        await Eventually.True(() => Kept("westus"), "it is kept in the last region's cluster too", Patience);
        var plan = await RegionalRig.PlanAsync(_alive[2]);
        foreach (var scaler in _alive)
        {
            await scaler.DisposeAsync();
        }

        _alive.Clear();
        await StartAsync(("westus", "west-new-a"));
        await Eventually.True(async () => (await RegionalRig.PlanAsync(_alive[0])).CompareTo(plan) >= 0, "the plan of before is followed", Patience);

        bool Kept(string region)
        {
            try
            {
                return _clusters[region].Read("api/v1/namespaces/serving/configmaps/sageserve-plan")["binaryData"] is not null;
            }
            catch (KeyNotFoundException)
            {
                return false;
            }
        }
    }

    private async Task StartAsync(params (string Region, string Name)[] scalers)
    {
        foreach (var (region, name) in scalers)
        {
            _alive.Add(_rig.Scaler(region, name, c =>
            {
                c["Regional"]!["Leases"] = new JsonObject { ["Kind"] = "kubernetes", ["KubeConfig"] = _rig.Folder[$"{region}.kubeconfig"], ["Identity"] = name };

                // Two of one region: the address is a Service's in a cluster, and here that of the first.
                c["Regional"]!["Url"] = name.EndsWith("-a", StringComparison.Ordinal) ? _rig.PeerUrl(region) : $"http://127.0.0.1:{FreePort.Find()}";
            }));
        }

        await Task.WhenAll(_alive.Select(s => s.Ready()));
    }

    private async Task KillAsync(ScalerProcess victim, string role, Func<(int Pacing, int Planning), bool> replaced)
    {
        await victim.DisposeAsync();
        _alive.Remove(victim);
        var watch = Stopwatch.StartNew();
        await Eventually.True(async () => replaced(await StandAsync()), $"another has the role of {role}", Patience);
        Assert.True(watch.Elapsed < Takeover, $"taking over {role} took {watch.Elapsed}");
    }

    private async Task<(int Pacing, int Planning)> StandAsync()
    {
        var leads = await Task.WhenAll(_alive.Select(RegionalRig.LeadsAsync));
        return (leads.Count(l => l.Paces), leads.Count(l => l.Plans));
    }

    /// <summary>By what the one that plans said last.</summary>
    private async Task<bool> DecidedInAsync(string region) =>
        (await WhoAsync(l => l.Plans)).Log.Split('\n').LastOrDefault(l => l.Contains("decided in", StringComparison.Ordinal))?.Contains($"decided in {region}", StringComparison.Ordinal) ?? false;

    /// <summary>The plan that all go by; (0, 0) while they differ.</summary>
    private async Task<(long Epoch, long Version)> PlanAsync() =>
        (await Task.WhenAll(_alive.Select(RegionalRig.PlanAsync))).Distinct().ToArray() is [var one] ? one : default;

    private async Task<ScalerProcess> WhoAsync(Func<(bool Paces, bool Plans), bool> leads, string identity = "")
    {
        ScalerProcess? found = null;
        await Eventually.True(
            async () =>
            {
                foreach (var scaler in _alive.Where(s => s.Identity.StartsWith(identity, StringComparison.Ordinal)))
                {
                    found = leads(await RegionalRig.LeadsAsync(scaler)) ? scaler : found;
                }

                return found is not null;
            },
            "somebody leads", Patience);
        return found!;
    }
}
