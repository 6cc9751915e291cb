using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

/// <summary>The whole scaler but for its demand source, on a clock that a test moves and a control API on a real socket.</summary>
internal sealed class LoopRig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private LocalFleetActuator? _actuator;
    private ScaleLoop? _loop;

    public ManualTimeProvider Time { get; } = new();

    public SettableDemand Source { get; } = new();

    public PlanningOptions Planning { get; init; } = new() { ScaleInBelow = 0.3 };

    public bool DryRun { get; init; }

    public ReceiptBook Book { get; private set; } = null!;

    public ReceiptsDocument Receipts => Book.ToDocument(new ReceiptFilter(null, null, null, 100), Clock.Now, Live.Current.Options);

    public EnvelopeClock Clock { get; private set; } = null!;

    public ControlHost Host { get; private set; } = null!;

    public ScalerReadout Readout { get; private set; } = null!;

    public PlanPublisher Publisher { get; private set; } = null!;

    public LiveConfiguration Live { get; private set; } = null!;

    public TickDocument? LastTick => Readout.ToDocument().LastTick;

    public async Task Start(int readyReplicas)
    {
        Host = await ControlHost.Start("eastus", _folder["fleet.json"]);
        for (var i = 0; i < readyReplicas; i++)
        {
            Host.Add(ReplicaState.Ready);
        }

        Clock = new EnvelopeClock(new SteadyClock(Time), EnvelopeDocument.Identity);
        var options = new ScalerOptions
        {
            Planning = Planning,
            DryRun = DryRun,
            PlanFile = _folder["plan.json"],
            Actuator = new ActuatorOptions
            {
                Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = Host.Url, FleetFile = _folder["fleet.json"] }],
            },
        };
        var catalog = Catalogs.OnePool(Host.Pool);
        Live = new LiveConfiguration(options, catalog);
        _actuator = new LocalFleetActuator(Live, _http, Clock.Real, NullLogger<LocalFleetActuator>.Instance);
        Publisher = new PlanPublisher(options, NullLogger<PlanPublisher>.Instance);
        Readout = new ScalerReadout(Live, Clock);
        var recorder = new TickRecorder(NoDecisions(options), new ScalerMetrics(), Readout, new DemandTrail(options.Planning), new WantedBook(Live, Clock), Publisher, Live, NullLogger<TickRecorder>.Instance);
        Book = new ReceiptBook(new ReceiptFile(options, NullLogger<ReceiptFile>.Instance), new ScalerMetrics(), Clock.Real);
        _loop = new ScaleLoop(
            new PlanningCore(catalog, options.Planning), new FixedLeadership(new RegionalOptions()), new FactCollector(Source, _actuator, Clock), new OneForAll(), new DryRunActuator(_actuator, Live), Publisher, new RecipeFile(options, NullLogger<RecipeFile>.Instance), Book, new CalendarFile(options, TimeProvider.System, NullLogger<CalendarFile>.Instance), recorder, Live, Clock);
        await _loop.StartAsync(default);
    }

    /// <summary>Moves the time to the next pace tick and waits until it is done.</summary>
    public async Task Pace()
    {
        var before = LastTick!.At;
        await Eventually.True(() => Time.ActiveTimers > 0, "the loop waits for its next tick");
        Time.Advance(Planning.PaceInterval);
        await Eventually.True(() => LastTick!.At > before, "the next tick is done");
    }

    /// <summary>Steady demand of this many prompt tokens a second in every minute of the last two hours.</summary>
    public void Offer(double promptTokensPerSecond) => Source.Demand = since =>
    {
        var minute = TimeSpan.FromMinutes(1);
        var end = Clock.Now.FloorTo(minute);
        var series = new DemandSeriesId(Host.Pool.Model, Host.Region, ServiceTier.InteractiveFast);
        return
        [
            .. Enumerable.Range(1, 120).Select(i => new DemandBin(series, end - minute * i, minute, promptTokensPerSecond, promptTokensPerSecond / 5, 1))
                .Where(b => b.Start >= since),
        ];
    };

    /// <summary>So full is the pool, and this share of the most replicas that it may have works for somebody who waits.</summary>
    public void Utilize(double share) =>
        Source.Load = [new LoadSignal(Host.Pool, new Utilization(share), new Pressure(share), TimeSpan.FromSeconds(1), new PoolWork((int)(8 * share), 0, 0, 0))];

    public async ValueTask DisposeAsync()
    {
        await _loop!.StopAsync(default);
        _loop.Dispose();
        _actuator!.Dispose();
        await Host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private static TickSegments NoDecisions(ScalerOptions options) => new(
        new DecisionLog(new DecisionLogOptions(), NullLogger<DecisionLog>.Instance), options.Planning);
}
