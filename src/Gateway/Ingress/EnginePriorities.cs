using System.Collections.Frozen;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Which models' requests get a <c>priority</c>. A request's replica is chosen after its body is written, here or in a peer's region, so
/// all pools of the model in the catalog must schedule by priority: vLLM answers 400 where one does not.
/// </summary>
internal sealed class EnginePriorities(ServingCatalog catalog, GatewayOptions options)
{
    private readonly FrozenSet<ModelId> _models = catalog.Models
        .Select(m => m.Id)
        .Where(m => catalog.Pools.Where(p => p.Id.Deployment.Model == m)
            .Select(p => p.SchedulesByPriority ?? options.Forwarding.EnginePriority)
            .DefaultIfEmpty(options.Forwarding.EnginePriority)
            .All(schedules => schedules))
        .ToFrozenSet();

    /// <summary>Null: none is written.</summary>
    public int? Of(ModelId model, ServiceTier tier, Instant deadline) =>
        _models.Contains(model) ? EnginePriority.Of(options.Routing, tier, deadline) : null;
}
