namespace SageServe.Routing;

/// <summary>
/// When a refused client may find room: how long the held work takes to go in. Replicas that are full take in as much as they finish,
/// so that is its replica seconds over the replicas, those included that are on their way, from when they serve. Other gateways of the
/// region are taken to hold as much as this one.
/// </summary>
internal sealed class DrainEstimate(FlowScope scope, HomeView home, HoldQueue hold, Placement placement, BoundDivision division)
{
    private const double Longest = 1e6;
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

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
