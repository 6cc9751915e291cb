using Microsoft.Extensions.Options;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>Starts what serves from the beginning, holds readiness back until it does, and stops everything at the end.</summary>
internal sealed class InitialReplicasStart(ReplicaFleet fleet, IOptions<EmulatorOptions> options, ServingCatalog catalog)
    : IHostedService, IReadinessCheck
{
    private bool _areServing;

    public string Name => "initial replicas";

    public string? NotReadyBecause() => Volatile.Read(ref _areServing) ? null : "they are still starting";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted().SelectMany(w => Enumerable.Repeat(w.Pool, w.Count));
        await Task.WhenAll(wanted.Select(pool => fleet.StartAsync(pool, TimeSpan.Zero)));
        Volatile.Write(ref _areServing, true);
    }

    public Task StopAsync(CancellationToken cancellationToken) => fleet.StopAllAsync();

    private IEnumerable<(PoolId Pool, int Count)> Wanted() => options.Value.Initial is { } initial
        ? initial.Select(i => (i.Pool.ToId(), i.Count))
        : catalog.Pools.Where(p => p.Id.Region.Value == options.Value.Region).Select(p => (p.Id, p.InitialReplicas));
}
