namespace SageServe.Routing;

/// <summary>
/// When a refused client may find room: how long the held work takes to go in. Replicas that are full take in as much as they finish,
/// so that is its replica seconds over the replicas, those included that are on their way, from when they serve.
/// </summary>
internal sealed class DrainEstimate(FlowScope scope, HomeView home, HoldQueue hold, Placement placement)
{
    private const double Longest = 1e6;
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    public TimeSpan RetryAfter(Instant now)
    {
        var warming = placement.Warming(now);
        var ready = home.ReadyCount;
        if (ready == 0)
        {
            return warming is null ? scope.Options.UnknownRetryAfter : Later(warming.ReadyAt - now);
        }

        var work = hold.WorkTicks / (double)TimeSpan.TicksPerSecond;
        var until = warming is null ? double.MaxValue : Math.Max(0, (warming.ReadyAt - now).TotalSeconds);
        var wait = warming is null || work / ready <= until
            ? work / ready
            : until + (work - ready * until) / (ready + warming.Replicas);
        return Later(TimeSpan.FromSeconds(Math.Min(wait, Longest)));
    }

    private static TimeSpan Later(TimeSpan wait) => wait > AtLeast ? wait : AtLeast;
}
