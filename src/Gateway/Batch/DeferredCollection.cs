using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What a gateway found in its inbox.</summary>
/// <param name="Leases">By token.</param>
/// <param name="LaneItems">Items of the whole lane, of whatever state; with none there is nothing to pump or to collect.</param>
public sealed record DeferredCollection(ImmutableArray<DeferredLease> Leases, long LaneItems);
