using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Units of a co-resident group now and as the plan wants them; who is awake on them stands in the targets of its members.</summary>
/// <param name="Group">Its name in the catalog.</param>
/// <param name="Current">Units that stand.</param>
/// <param name="Target">Units wanted.</param>
/// <param name="Members">Pools that share them.</param>
public sealed record UnitTarget(string Group, int Current, int Target, ImmutableArray<PoolId> Members);
