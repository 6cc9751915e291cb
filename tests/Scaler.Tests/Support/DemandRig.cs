namespace SageServe.Scaler.Tests;

/// <summary>A scripted gateway and a source that reads it, both on real sockets; one for all tests of a class.</summary>
public abstract class DemandRig : IAsyncLifetime
{
    internal static readonly TimeSpan Bin = TimeSpan.FromMinutes(1);

    /// <summary>A bin lasts half a second.</summary>
    internal EnvelopeClock Clock { get; } = Clocks.Fast(120);

    internal HttpClient Http { get; } = new();

    internal ScriptedGateway Gateway { get; private set; } = null!;

    internal IDemandSource Source { get; private set; } = null!;

    internal ScalerOptions Options => new()
    {
        Planning = new PlanningOptions { DemandBin = Bin, Strategy = PlanningStrategies.Chiron },
        Source = new SourceOptions
        {
            Gateways = [new GatewayTarget { Region = "eastus", AdminUrl = Gateway.Url }],
            ScrapeInterval = TimeSpan.FromMilliseconds(100),
            Timeout = TimeSpan.FromSeconds(2),
        },
    };

    public async ValueTask InitializeAsync()
    {
        Gateway = await ScriptedGateway.Start(Clock, Bin);
        Source = await Open();
        await Eventually.True(
            async () => await Source.DemandAsync(Clock.Now - Bin * 2, default) is { Length: > 0 }, "the first bin is read", TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        await Gateway.DisposeAsync();
        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Demand is read whatever the catalog says.</summary>
    internal static LiveConfiguration LiveOf(ScalerOptions options) =>
        new(options, Catalogs.OnePool(new PoolId(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"))));

    /// <summary>Another source, which reads these gateways.</summary>
    internal abstract Task<OwnSource> OpenOn(params ScriptedGateway[] gateways);

    /// <summary>Takes away what the source reads from.</summary>
    internal abstract Task CutOff();

    private protected abstract Task<IDemandSource> Open();

    private protected abstract ValueTask Close();
}
