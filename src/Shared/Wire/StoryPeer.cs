using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>A region that a request was relayed to, or came from.</summary>
/// <param name="Region">Which.</param>
/// <param name="AdminUrls">Its gateways, where they are configured; one of them had the request.</param>
public sealed record StoryPeer(RegionId Region, ImmutableArray<string> AdminUrls);
