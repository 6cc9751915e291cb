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
        await Task.WhenAll([.. wanted.Select(pool => fleet.StartAsync(pool, TimeSpan.Zero)), .. Spare().Select(pool => fleet.StartAsync(pool, TimeSpan.Zero, asleep: true))]);
        Volatile.Write(ref _areServing, true);
    }

    public Task StopAsync(CancellationToken cancellationToken) => fleet.StopAllAsync();

    /// <summary>A member of each unit on which nobody is awake at first.</summary>
    private IEnumerable<PoolId> Spare()
    {
        var awake = Wanted().ToList();
        return catalog.Groups.Where(g => g.Region.Value == options.Value.Region).SelectMany(g => Enumerable.Repeat(
            catalog.MembersOf(g.Name).First().Id,
            Math.Max(0, g.InitialUnits - awake.Where(w => catalog.GroupOf(w.Pool)?.Name == g.Name).Sum(w => w.Count))));
    }

    private IEnumerable<(PoolId Pool, int Count)> Wanted() => options.Value.Initial is { } initial
        ? initial.Select(i => (i.Pool.ToId(), i.Count))
        : catalog.Pools.Where(p => p.Id.Region.Value == options.Value.Region).Select(p => (p.Id, p.InitialReplicas));
}
