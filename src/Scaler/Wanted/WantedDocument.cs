using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Answer of <c>GET /admin/wanted</c>.</summary>
/// <param name="Wanted">Sum over the pools that were asked for.</param>
/// <param name="Current">The same of what stands.</param>
/// <param name="Pools">One by one.</param>
internal sealed record WantedDocument(int Wanted, int Current, ImmutableArray<WantedReplicas> Pools);
