using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Which models' requests get a <c>priority</c>. A request's replica is chosen after its body is written, here or in a peer's region, so
/// all pools of the model in the catalog must schedule by priority: vLLM answers 400 where one does not.
/// </summary>
internal sealed class EnginePriorities(LiveConfiguration live)
{
    /// <summary>Null: none is written.</summary>
    public int? Of(ModelId model, ServiceTier tier, Instant deadline) =>
        live.Current is var now && now.PriorityModels.Contains(model) ? EnginePriority.Of(now.Options.Routing, tier, deadline) : null;
}
