using System.Collections.Frozen;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What the gateway goes by at one time; never changed, only replaced as a whole.</summary>
/// <param name="Options">Of them only what <see cref="RunTimeOptions"/> lists may differ from those at start.</param>
/// <param name="Catalog">Of the models and regions that were there at start.</param>
/// <param name="Version">1 at start, one more with each reload that was taken.</param>
internal sealed record ConfigurationSet(GatewayOptions Options, ServingCatalog Catalog, long Version)
{
    /// <summary>Of hashed prompts; 0 while no policy uses them.</summary>
    public int PrefixBlockTokens { get; } = NamedRules.UsesPrefixes(Options.Routing) ? Options.Routing.Affinity.PrefixBlockTokens : 0;

    /// <summary>Models all of whose pools schedule by priority.</summary>
    public FrozenSet<ModelId> PriorityModels { get; } = Catalog.Models
        .Select(m => m.Id)
        .Where(m => Catalog.Pools.Where(p => p.Id.Deployment.Model == m)
            .Select(p => p.SchedulesByPriority ?? Options.Forwarding.EnginePriority)
            .DefaultIfEmpty(Options.Forwarding.EnginePriority)
            .All(schedules => schedules))
        .ToFrozenSet();

    public SloRules Slo { get; } = new(Catalog);

    /// <summary>Paths that an operator listed.</summary>
    public IReadOnlyDictionary<string, EngineRoute> PassThrough { get; } =
        Options.PassThroughPaths.ToDictionary(p => p, EngineRoute.PassThrough, StringComparer.OrdinalIgnoreCase);
}
