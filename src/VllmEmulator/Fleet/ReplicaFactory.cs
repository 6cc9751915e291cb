using Microsoft.Extensions.Options;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>Makes replicas from the catalog's words.</summary>
internal sealed class ReplicaFactory(IOptions<EmulatorOptions> options, ServingCatalog catalog, EnvelopeClock clock, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>Null when the pool can be started here, else the reason why not.</summary>
    public string? Refuses(PoolId pool)
    {
        if (pool.Region.Value != options.Value.Region)
        {
            return $"This host is region '{options.Value.Region}'; it cannot start replicas of '{pool.Region}'.";
        }

        return catalog.FindProfile(pool.Model, pool.Accelerator) is null
            ? $"The catalog has no profile of '{pool.Model}' on '{pool.Accelerator}'."
            : null;
    }

    /// <summary>Pools whose engines share the GPUs of a replica of this one, itself included; null where it has its own.</summary>
    public IReadOnlyList<PoolId>? Members(PoolId pool) => catalog.GroupOf(pool) is { } group ? [.. catalog.MembersOf(group.Name).Select(m => m.Id)] : null;

    public string? Group(PoolId pool) => catalog.GroupOf(pool)?.Name;

    public (ReplicaSpec Spec, TimeSpan ColdStart) Describe(InstanceId id, PoolId pool)
    {
        var profile = catalog.Profile(pool.Model, pool.Accelerator);
        var served = catalog.Document.ServedNames.Where(s => s.Model == pool.Model).ToList();
        string[] adapters = [.. served.Select(s => s.Adapter).OfType<string>().Distinct(StringComparer.Ordinal)];
        var spec = new ReplicaSpec(
            id,
            catalog.Model(pool.Model),
            profile,
            [.. served.Select(s => s.Name).Prepend(pool.Model.Value).Concat(adapters).Distinct(StringComparer.Ordinal)],
            options.Value.Seed,
            options.Value.TimeScale)
        {
            Adapters = [.. adapters],
        };
        return catalog.GroupOf(pool) is { } group
            ? (spec with { SleepSeconds = Real(group.Sleeps()), WakeSeconds = Real(group.Wakes()) }, catalog.LoadTime(group))
            : (spec, profile.ColdStart);
    }

    private double Real(TimeSpan envelope) => clock.Document.ToReal(envelope).TotalSeconds;

    public async Task<IReplicaHost> CreateAsync(ReplicaSpec spec) => options.Value.ProcessPerReplica
        ? await ChildProcessHost.StartAsync(spec)
        : new InProcessHost(new ReplicaServer(spec, time, loggers));
}
