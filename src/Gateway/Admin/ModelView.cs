using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>One model in this region.</summary>
internal sealed record ModelView(
    ModelId Model,
    Utilization KvUtilization,
    Pressure Pressure,
    ImmutableSortedDictionary<string, int> Held,
    ImmutableSortedDictionary<string, int> InFlight,
    DeferredView Deferred,
    ImmutableArray<ReplicaView> Replicas);
