using System.Collections.Immutable;

namespace SageServe.Shared;

/// <param name="Id">The region.</param>
/// <param name="Capacity">GPUs that can be had here, by hardware.</param>
/// <param name="Links">Round trip to the other regions.</param>
public sealed record RegionSpec(RegionId Id, ImmutableArray<RegionCapacity> Capacity, ImmutableArray<RegionLink> Links)
{
    /// <summary>Round trip to another region; zero to itself, a pessimistic 200 ms where none is given.</summary>
    public TimeSpan RoundTripTo(RegionId other)
    {
        if (other == Id)
        {
            return TimeSpan.Zero;
        }

        foreach (var link in Links)
        {
            if (link.Region == other)
            {
                return link.RoundTrip;
            }
        }

        return TimeSpan.FromMilliseconds(200);
    }
}
