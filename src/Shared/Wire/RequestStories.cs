using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Answer of <c>GET /admin/requests</c> and <c>/admin/requests/{id}</c>.</summary>
/// <param name="Region">The gateway's.</param>
/// <param name="Requests">Newest first.</param>
public sealed record RequestStories(RegionId Region, ImmutableArray<RequestStory> Requests)
{
    /// <summary>Interactive and patient requests that are remembered now.</summary>
    public int Remembered { get; init; }

    /// <summary>Arrival of the oldest interactive one of them.</summary>
    public Instant? Since { get; init; }

    /// <summary>Admin addresses of the gateways that have other parts of these stories.</summary>
    public ImmutableArray<StoryPeer> Elsewhere { get; init; } = [];
}
