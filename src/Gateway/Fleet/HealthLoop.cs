using System.Collections.Frozen;
using System.Net;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Asks every engine whether it is well, beat by beat. Some failures in a row take new work away from it, some good answers in a row give it back.
/// An engine that does not know the path (404, 405) is not judged by it.
/// </summary>
internal sealed class HealthLoop(
    FleetDirectory directory, FleetObserver observer, SteadyClock clock, TlsClients tls, GatewayOptions options, ILogger<HealthLoop> logger)
    : BackgroundService
{
    private readonly HealthCheckOptions _options = options.Fleet.Health;
    private readonly Dictionary<InstanceId, HealthStreak> _streaks = [];
    private readonly Gauge _unhealthy = Instruments.Gauge(MetricNames.ReplicasUnhealthy);
    private readonly HttpClient _http = new(
        new ConnectFaults(tls.Engines.Apply(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, AllowAutoRedirect = false })))
    {
        Timeout = options.Fleet.Health.Timeout,
    };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Path is not { } path)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.Interval, clock.Time);
        do
        {
            var replicas = directory.Replicas;
            var answers = await Task.WhenAll(replicas.Select(r => IsWellAsync(r.Url + path, stoppingToken)));
            Judge(replicas, answers);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Judge(IReadOnlyCollection<FleetReplica> replicas, bool[] answers)
    {
        var turned = false;
        foreach (var (replica, isWell) in replicas.Zip(answers))
        {
            var before = _streaks.GetValueOrDefault(replica.Id, HealthStreak.Well);
            var after = _streaks[replica.Id] = before.After(isWell, _options);
            if (before.IsUnhealthy != after.IsUnhealthy)
            {
                GatewayLog.HealthTurned(logger, replica.Id.Value, after.IsUnhealthy ? "gets nothing new" : "gets work again", _options.Path!);
                turned = true;
            }
        }

        foreach (var gone in _streaks.Keys.Except(replicas.Select(r => r.Id)).ToArray())
        {
            turned |= _streaks[gone].IsUnhealthy;
            _streaks.Remove(gone);
        }

        if (turned)
        {
            observer.Judge(_streaks.Where(s => s.Value.IsUnhealthy).Select(s => s.Key).ToFrozenSet());
        }

        _unhealthy.Set(_streaks.Values.Count(s => s.IsUnhealthy));
    }

    private async Task<bool> IsWellAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
