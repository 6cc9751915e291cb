using System.Collections.Immutable;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What a gateway tells the others of its region many times a second.</summary>
/// <param name="Id">Its name, new with each start.</param>
/// <param name="Region">Its region.</param>
/// <param name="Prompts">Replicas at which it has prefill outstanding, at most <see cref="FlowLimits.MaxSiblingWork"/>; no others.</param>
internal sealed record InFlightWord(string Id, RegionId Region, ImmutableArray<InFlightPrompts> Prompts) : ISiblingWord
{
    public bool IsWhole => Id is not null && Prompts is { IsDefault: false, Length: <= FlowLimits.MaxSiblingWork };
}
