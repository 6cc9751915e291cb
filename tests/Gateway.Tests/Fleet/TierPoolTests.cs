using System.Net;
using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>Pools that are kept for some tiers, through the whole gateway to engines on sockets.</summary>
public sealed class TierPoolTests
{
    private static readonly DeploymentId Deployment = new(TestCatalog.Model, new RegionId("east"));

    [Fact]
    public async Task Full_interactive_replicas_hold_no_patient_call_back()
    {
        await using var interactive = await FakeEngine.StartAsync();
        await using var batch = await FakeEngine.StartAsync();
        (interactive.KvUsage, batch.KvUsage) = (1, 0.1);
        await using var gateway = await StartAsync(("tiers-1", interactive, "interactive"), ("tiers-2", interactive, "interactive"), ("tiers-3", batch, "batch"));

        using var answer = await gateway.ChatAsync("\"service_tier\":\"flex\",").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((0, 1), (interactive.Requests, batch.Requests));
    }

    [Fact]
    public async Task The_metrics_page_tells_which_replica_somebody_waits_for()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await StartAsync(("busy-1", engine, "interactive"), ("busy-2", engine, "batch"));
        var call = gateway.ChatAsync();

        await Eventually.True(async () => await BusyAsync(gateway, "busy-1") == 1 && await BusyAsync(gateway, "busy-2") == 0, "one replica is busy");
        engine.Gate.SetResult();
        using var answer = await call;
        await Eventually.True(async () => await BusyAsync(gateway, "busy-1") == 0, "it is idle again");
    }

    private static async Task<GatewayUnderTest> StartAsync(params (string Id, FakeEngine Engine, string Pool)[] replicas)
    {
        var document = TestCatalog.Document() with
        {
            Pools =
            [
                new PoolSpec(new PoolId(Deployment, TestCatalog.Gpu, CapacityType.OnDemand, "interactive"), 0, 10, 1)
                {
                    Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal],
                },
                new PoolSpec(new PoolId(Deployment, TestCatalog.Gpu, CapacityType.OnDemand, "batch"), 0, 10, 1) { Tiers = [ServiceTier.NonInteractive] },
            ],
        };
        var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Catalog = document, AwaitsReady = false });
        gateway.SetFleet([.. replicas.Select(r => GatewayUnderTest.Replica(r.Id, r.Engine.Url) with { Revision = r.Pool })]);
        await gateway.ReadyAsync(replicas.Length);
        return gateway;
    }

    private static async Task<double> BusyAsync(GatewayUnderTest gateway, string replica) =>
        PrometheusText.Parse(Encoding.UTF8.GetBytes(await gateway.Admin.GetStringAsync("/metrics")))
            .Sum(MetricNames.ReplicaInteractive.Name, (LabelNames.Replica, replica));
}
