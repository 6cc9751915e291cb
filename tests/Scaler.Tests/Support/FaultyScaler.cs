using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

/// <summary>The whole scaler with a fleet of its own, behind a Prometheus that may be at fault.</summary>
internal sealed class FaultyScaler : IAsyncDisposable
{
    private const int Replicas = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly FaultWorld _world;
    private readonly List<ControlHost> _hosts = [];
    private LocalFleetActuator? _actuator;
    private ScaleLoop? _loop;

    private FaultyScaler(FaultWorld world) => _world = world;

    public FaultyPrometheus Prometheus { get; private set; } = null!;

    public ScalerReadout Readout { get; private set; } = null!;

    public TickDocument? LastTick => Readout.ToDocument().LastTick;

    /// <summary>Drains so far, in both regions.</summary>
    public int Drains => Count("drain");

    /// <summary>Starts so far, in both regions.</summary>
    public int Starts => Count("start");

    /// <summary>Knows the demand of both regions.</summary>
    public bool IsInformed =>
        Readout.ToDocument() is { LastTick: { } tick, Frozen: false } && tick.Steps.Any(s => s.Detail.EndsWith("; 2 series are known.", StringComparison.Ordinal));

    public static async Task<FaultyScaler> StartAsync(FaultWorld world)
    {
        var scaler = new FaultyScaler(world);
        foreach (var region in FaultWorld.Regions)
        {
            var host = await ControlHost.Start(region, scaler._folder[$"{region}.json"]);
            scaler._hosts.Add(host);
            for (var i = 0; i < Replicas; i++)
            {
                host.Add(ReplicaState.Ready);
            }
        }

        scaler.Prometheus = await FaultyPrometheus.Start(world.PrometheusUrl, FaultWorld.Skew.TotalSeconds);
        await scaler.RunAsync();
        return scaler;
    }

    public async ValueTask DisposeAsync()
    {
        await _loop!.StopAsync(default);
        _loop.Dispose();
        _actuator!.Dispose();
        await Prometheus.DisposeAsync();
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _http.Dispose();
        _folder.Dispose();
    }

    private int Count(string call) => _hosts.Sum(h => h.Calls.Count(c => c.Call == call));

    private ScalerOptions OptionsOf() => new()
    {
        // Any load as low as the gateways tell would stop a replica at each tick.
        Planning = new PlanningOptions
        {
            Strategy = PlanningStrategies.Reactive,
            Reactive = new ReactiveOptions { Interval = TimeSpan.FromMinutes(1) },
            StaleAfter = TimeSpan.FromMinutes(3),
        },
        DryRun = false,
        PlanFile = _folder["plan.json"],
        Source = new SourceOptions { Kind = SourceOptions.Prometheus, PrometheusUrl = Prometheus.Url, Timeout = TimeSpan.FromSeconds(2) },
        Actuator = new ActuatorOptions
        {
            Regions = [.. _hosts.Select(h => new LocalRegionOptions { Region = h.Region.Value, ControlUrl = h.Url, FleetFile = _folder[$"{h.Region}.json"] })],
        },
    };

    private async Task RunAsync()
    {
        var options = OptionsOf();
        var clock = _world.Clock;
        var catalog = new ServingCatalog(Catalogs.DocumentOf([.. _hosts.Select(h => h.Pool)]));
        var live = new LiveConfiguration(options, catalog);
        var source = new PrometheusDemand(live, _http, clock, NullLogger<PrometheusDemand>.Instance);
        _actuator = new LocalFleetActuator(live, _http, clock.Real, NullLogger<LocalFleetActuator>.Instance);
        var publisher = new PlanPublisher(options, NullLogger<PlanPublisher>.Instance);
        Readout = new ScalerReadout(live, clock);
        var segments = new TickSegments(new DecisionLog(new DecisionLogOptions(), NullLogger<DecisionLog>.Instance), options.Planning);
        var recorder = new TickRecorder(segments, new ScalerMetrics(), Readout, new DemandTrail(options.Planning), new WantedBook(live, clock), publisher, live, NullLogger<TickRecorder>.Instance);
        var book = new ReceiptBook(new ReceiptFile(options, NullLogger<ReceiptFile>.Instance), new ScalerMetrics(), clock.Real);
        _loop = new ScaleLoop(
            new PlanningCore(catalog, options.Planning), new FixedLeadership(new RegionalOptions()), new FactCollector(source, _actuator, clock), new OneForAll(), _actuator, publisher, new RecipeFile(options, NullLogger<RecipeFile>.Instance), book, new CalendarFile(options, TimeProvider.System, NullLogger<CalendarFile>.Instance), recorder, live, clock);
        await _loop.StartAsync(default);
    }
}
