namespace SageServe.Scaler.Tests;

/// <summary>Two regions with a gateway each, and a real Prometheus that reads both. A minute of the envelope lasts a second.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    /// <summary>The region whose series get lost.</summary>
    public const string Hidden = "westus";

    private const double Speed = 60;
    private PrometheusServer? _server;

    /// <summary>Half an hour of the envelope.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(30) / Speed;

    public static readonly string[] Regions = ["eastus", Hidden];

    public EnvelopeClock Clock { get; } = Clocks.Fast(Speed);

    public List<ScriptedGateway> Gateways { get; } = [];

    public string PrometheusUrl => _server!.Url;

    public static PoolId PoolOf(string region) => new(new DeploymentId(ScriptedGateway.Model, new RegionId(region)), new AcceleratorId("a100"));

    public static async Task<FaultWorld> StartAsync()
    {
        var world = new FaultWorld();
        foreach (var region in Regions)
        {
            world.Gateways.Add(await ScriptedGateway.Start(world.Clock, TimeSpan.FromMinutes(1), region, PoolOf(region)));
        }

        world._server = await PrometheusServer.Start([.. world.Gateways.Select(g => g.Address)], TimeSpan.FromMilliseconds(200));
        return world;
    }

    /// <summary>So full are all pools.</summary>
    public void Load(string kv) => Gateways.ForEach(g => g.Kv = kv);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        foreach (var gateway in Gateways)
        {
            await gateway.DisposeAsync();
        }
    }
}
