using Microsoft.Extensions.Options;

namespace SageServe.VllmEmulator;

/// <summary>Makes replicas from the catalog's words.</summary>
internal sealed class ReplicaFactory(IOptions<EmulatorOptions> options, ServingCatalog catalog, TimeProvider time, ILoggerFactory loggers)
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
        return (spec, profile.ColdStart);
    }

    public async Task<IReplicaHost> CreateAsync(ReplicaSpec spec) => options.Value.ProcessPerReplica
        ? await ChildProcessHost.StartAsync(spec)
        : new InProcessHost(new ReplicaServer(spec, time, loggers));
}
