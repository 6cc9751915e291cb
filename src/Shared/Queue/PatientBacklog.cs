using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Patient work of one deployment that nobody runs, by when it is due: how gateways tell it, the scaler reads it and the simulator reckons it.</summary>
/// <param name="Deployment">Whose queue it is.</param>
/// <param name="ReplicasDue">Replicas in full use that it needs from now on to meet its deadlines: the largest, over deadlines, of the work due by then over the time left.</param>
/// <param name="Due">At <see cref="DueHorizons.Times"/>, in that order; each holds those before it.</param>
public sealed record PatientBacklog(DeploymentId Deployment, double ReplicasDue, ImmutableArray<DueWork> Due)
{
    /// <summary>Time that is always taken to be left: what is overdue can't be done in none.</summary>
    private static readonly TimeSpan LeftLeast = TimeSpan.FromSeconds(1);

    /// <summary>The calculation, once for everybody. O(groups log groups).</summary>
    /// <param name="deployment">Whose queue it is.</param>
    /// <param name="now">Request time.</param>
    /// <param name="groups">Those that have something waiting; in any order, as long as it is always the same.</param>
    public static PatientBacklog Of(DeploymentId deployment, Instant now, IEnumerable<DueGroup> groups)
    {
        var due = new DueWork[DueHorizons.Times.Length];
        var (tokens, work, most, horizon) = (0.0, 0.0, 0.0, 0);
        foreach (var group in groups.OrderBy(g => g.Deadline))
        {
            var left = group.Deadline - now;
            while (left > DueHorizons.Times[horizon])
            {
                due[horizon] = new DueWork(DueHorizons.Times[horizon++], tokens, work);
            }

            (tokens, work) = (tokens + group.PromptTokens, work + group.WorkSeconds);
            most = Math.Max(most, work / Math.Max(LeftLeast.TotalSeconds, left.TotalSeconds));
        }

        for (; horizon < due.Length; horizon++)
        {
            due[horizon] = new DueWork(DueHorizons.Times[horizon], tokens, work);
        }

        return new PatientBacklog(deployment, most, [.. due]);
    }

    /// <summary>
    /// Replicas in full use that it needs when everything that is due sooner has this long. Told exactly only for all of it and at the
    /// horizons: what is due between two of them is taken to be due at the earlier, and the exact figure is the most that it can be.
    /// </summary>
    public double ReplicasWithin(TimeSpan least)
    {
        var (most, before) = (0.0, TimeSpan.Zero);
        foreach (var part in Due)
        {
            most = Math.Max(most, part.WorkSeconds / (before > least ? before : least).TotalSeconds);
            before = part.Within;
        }

        return Math.Min(most, ReplicasDue);
    }

    /// <summary>As it is on a clock that runs this many times as fast: more time is left, and a replica spends more on the same work.</summary>
    public PatientBacklog Stretched(double speed) => speed == 1 ? this : this with
    {
        Due = [.. Due.Select(d => new DueWork(d.Within == DueHorizons.All ? d.Within : d.Within * speed, d.PromptTokens, d.WorkSeconds * speed))],
    };

    /// <summary>Two queues of one deployment: each asks for its own.</summary>
    public PatientBacklog With(PatientBacklog other) =>
        this with { ReplicasDue = ReplicasDue + other.ReplicasDue, Due = [.. Due.Zip(other.Due, (a, b) => a + b)] };
}
