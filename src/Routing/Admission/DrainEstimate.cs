namespace SageServe.Routing;

/// <summary>When a refused client may find room: how long what is ahead takes to drain, with the replicas that are on their way.</summary>
internal sealed class DrainEstimate(FlowScope scope, HomeView home, LoadFigures load, Placement placement)
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);

    public TimeSpan RetryAfter(Instant now)
    {
        var warming = placement.Warming(now);
        var ready = home.ReadyCount;
        if (ready == 0)
        {
            return warming is null ? scope.Options.UnknownRetryAfter : Later(warming.ReadyAt - now);
        }

        var work = load.OutstandingTicks() / (double)TimeSpan.TicksPerSecond;
        var bound = scope.Options.ReplicaBoundSeconds;
        var alone = (work - ready * bound) / ready;
        var until = warming is null ? double.MaxValue : Math.Max(0, (warming.ReadyAt - now).TotalSeconds);
        if (warming is null || alone <= until)
        {
            return Later(TimeSpan.FromSeconds(Math.Clamp(alone, 0, 1e6)));
        }

        // Until the new replicas serve the ready ones work alone; from then on all of them, with room for more.
        var all = ready + warming.Replicas;
        var rest = (work - ready * until - all * bound) / all;
        return Later(TimeSpan.FromSeconds(Math.Clamp(until + Math.Max(0, rest), 0, 1e6)));
    }

    private static TimeSpan Later(TimeSpan wait) => wait > AtLeast ? wait : AtLeast;
}
