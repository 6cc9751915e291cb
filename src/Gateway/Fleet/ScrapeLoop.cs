using System.Net.Sockets;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Reads every replica's metrics, round after round, and publishes a snapshot after each.</summary>
internal sealed class ScrapeLoop : BackgroundService, IReadinessCheck
{
    private readonly FleetDirectory _directory;
    private readonly FleetObserver _observer;
    private readonly FleetGauges _gauges;
    private readonly SteadyClock _clock;
    private readonly ILogger<ScrapeLoop> _logger;
    private readonly ScrapeTurns _turns;
    private readonly SiblingLoop _siblings;
    private readonly HttpClient _http;
    private volatile bool _firstRoundDone;

    public ScrapeLoop(
        FleetDirectory directory, FleetObserver observer, FleetGauges gauges, SteadyClock clock, ScrapeTurns turns, SiblingLoop siblings, TlsClients tls, ILogger<ScrapeLoop> logger)
    {
        _directory = directory;
        _observer = observer;
        _gauges = gauges;
        _clock = clock;
        _logger = logger;
        _turns = turns;
        _siblings = siblings;
        _http = new HttpClient(new ConnectFaults(tls.Engines.Apply(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(1), ActivityHeadersPropagator = null })))
        {
            Timeout = TimeSpan.FromSeconds(1),
        };
    }

    public string Name => "fleet";

    public string? NotReadyBecause() => _directory.WaitsFor is { } waits ? waits : _firstRoundDone ? null : "the replicas have not been looked at yet";

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before that, nobody knows how much of a replica is this gateway's.
        await _siblings.FirstLook.WaitAsync(stoppingToken);
        _directory.Changed += OnFleetFileChanged;
        using var timer = new PeriodicTimer(_turns.Pause, _clock.Time);
        do
        {
            await Task.WhenAll(_turns.Take(_directory.Replicas).Select(r => ScrapeAsync(r, stoppingToken)));
            _observer.Prune();
            _observer.Publish();
            _gauges.Update();
            _firstRoundDone = true;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // A replica marked as draining must stop getting work now, not at the next round.
    private void OnFleetFileChanged()
    {
        GatewayLog.FleetFileTaken(_logger, _directory.Replicas.Count);
        _observer.Publish();
    }

    private async Task ScrapeAsync(FleetReplica replica, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(replica.Url + "/metrics"), cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return;
            }

            var text = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (EngineMetrics.Read(PrometheusText.Parse(text), _clock.Now) is { } reading)
            {
                _observer.Read(replica.Id, reading);
            }
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException || e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            if (_observer.Refuse(replica.Id))
            {
                GatewayLog.ReplicaLost(_logger, replica.Id.Value);
                _observer.Publish();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Slow or broken off: the last reading stands, and its age tells.
        }
    }
}
