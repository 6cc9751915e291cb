namespace SageServe.Routing;

/// <summary>
/// When a refused client may find room: how long the held work takes to go in. Replicas that are full take in as much as they finish,
/// so that is its replica seconds over the replicas, those included that are on their way, from when they serve. Other gateways of the
/// region are taken to hold as much as this one.
/// </summary>
internal sealed class DrainEstimate(FlowScope scope, HomeView home, PeerView peers, HoldQueue hold, Placement placement, BoundDivision division)
{
    private const double Longest = 1e6;
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    /// <summary>Here, or in a region that refused and said when it has room: the sooner of the two.</summary>
    public TimeSpan RetryAfter(FlowEntry entry, Instant now)
    {
        var (here, there) = (RetryAfter(now), peers.RestLeft(entry.Request, now));
        return here < there ? here : Later(there);
    }

    public TimeSpan RetryAfter(Instant now)
    {
        var ready = home.ReadyCount;
        var servesAt = placement.ServesAt(now);
        if (ready == 0)
        {
            return servesAt is null ? scope.Options.UnknownRetryAfter : Later(servesAt.Value - now);
        }

        var work = hold.WorkTicks * Math.Max(1, division.By) / (double)TimeSpan.TicksPerSecond;
        var until = servesAt is null ? double.MaxValue : Math.Max(0, (servesAt.Value - now).TotalSeconds);
        var wait = work / ready <= until
            ? work / ready
            : until + (work - ready * until) / (ready + placement.WarmingReplicas(now));
        return Later(TimeSpan.FromSeconds(Math.Min(wait, Longest)));
    }

    private static TimeSpan Later(TimeSpan wait) => wait > AtLeast ? wait : AtLeast;
}
