using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary><c>GET /admin/fleet</c>: models and replicas of this region as routing sees them, and what peers told.</summary>
internal sealed class FleetEndpoint(
    CurrentFleet current, FleetObserver observer, DispatchTable dispatchers, EnvelopeClock clock, IEnumerable<IDeferredReadout> deferred, RequestObserver observed)
{
    private readonly IDeferredReadout? _deferred = deferred.FirstOrDefault();

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(Read(), GatewayJson.Default.FleetView), http.RequestAborted);
    }

    public FleetView Read()
    {
        var fleet = current.Latest;
        return new FleetView(
            fleet.Home,
            fleet.TakenAt,
            fleet.Version,
            clock.Now,
            [.. dispatchers.All.OrderBy(d => d.Model).Select(d => Read(d, fleet))],
            fleet.Others) { Tiers = observed.ReadTiers() };
    }

    private ModelView Read(ModelDispatcher dispatcher, FleetSnapshot fleet)
    {
        var readout = dispatcher.Read();
        var deployment = fleet.Find(dispatcher.Model);
        var work = readout.Work.ToDictionary(w => w.Instance, w => w.Seconds);
        return new ModelView(
            dispatcher.Model,
            deployment?.KvUtilization ?? Utilization.Full,
            readout.Pressure,
            ByTier(readout.Held),
            ByTier(readout.InFlight),
            _deferred?.Read(dispatcher.Model) ?? new DeferredView(0, 0),
            [.. (deployment?.Instances ?? []).Select(r => Read(r, work.GetValueOrDefault(r.Id)))]);
    }

    private ReplicaView Read(InstanceSnapshot replica, double outstandingSeconds) => new(
        replica.Id,
        replica.Pool.Accelerator,
        replica.Phase,
        replica.Running,
        replica.Waiting,
        replica.KvUsage,
        replica.KvCapacityTokens,
        observer.HealthOf(replica.Id)?.Last?.KvCapacityTokens is null ? "catalog" : "engine",
        replica.MetricsAt == Instant.Min ? null : (clock.Real.Now - replica.MetricsAt).TotalSeconds,
        outstandingSeconds);

    private static ImmutableSortedDictionary<string, int> ByTier(ImmutableArray<int> counts) =>
        ServiceTiers.All.ToImmutableSortedDictionary(t => t.WireName(), t => counts[(int)t]);
}
