using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>The headroom to come, in equal steps from now on. What lies beyond its end is not known.</summary>
/// <param name="Start">Start of the first step.</param>
/// <param name="Step">Length of each.</param>
/// <param name="Steps">Ascending in time.</param>
public sealed record HeadroomCurve(Instant Start, TimeSpan Step, ImmutableArray<HeadroomStep> Steps)
{
    /// <summary>How far ahead it looks.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(48);

    /// <summary>What is measured now says something of the next hour and little of the hours after it.</summary>
    private static readonly TimeSpan PresentLasts = TimeSpan.FromHours(1);

    /// <summary>The 5 % quantile of a normal distribution lies this many deviations below its median.</summary>
    private const double LowQuantile = 1.6449;

    /// <summary>Nothing is known.</summary>
    public static readonly HeadroomCurve Unknown = new(Instant.Min, HeadroomHistory.Bin, []);

    public Instant End => Start + Step * Steps.Length;

    /// <summary>Where the first step comes from: what the next hour is reckoned from.</summary>
    public HeadroomOrigin Origin => Steps.IsEmpty ? HeadroomOrigin.None : Steps[0].Origin;

    /// <summary>The planner's forecast as far as it goes, then the same time of an earlier day, else the present level.</summary>
    /// <param name="now">Where it starts.</param>
    /// <param name="present">As measured now.</param>
    /// <param name="history">As measured before.</param>
    /// <param name="plan">In request time; null when there is none in force.</param>
    /// <param name="options">How far each may be off.</param>
    public static HeadroomCurve Of(Instant now, HeadroomLevel present, HeadroomHistory history, HeadroomForecast? plan, PromiseOptions options)
    {
        var steps = ImmutableArray.CreateBuilder<HeadroomStep>((int)(Horizon.Ticks / HeadroomHistory.Bin.Ticks));
        var moves = history.ReplicasMove(now);
        while (steps.Count < steps.Capacity)
        {
            var middle = now + HeadroomHistory.Bin * (steps.Count + 0.5);
            steps.Add(Planned(plan, middle) ?? Measured(middle, now, present, history, moves, options));
        }

        return new HeadroomCurve(now, HeadroomHistory.Bin, steps.MoveToImmutable());
    }

    /// <summary>The same with nothing before a moment.</summary>
    public HeadroomCurve From(Instant begin) => this with
    {
        Steps = [.. Steps.Select((s, i) => Start + Step * (i + 1) <= begin ? s with { Median = 0, Spread = 0 } : s)],
    };

    /// <summary>As the release rule takes it; null while nothing is known.</summary>
    public ReleaseHeadroom? ForRelease() =>
        Steps.IsEmpty ? null : new ReleaseHeadroom(Start, Step, [.. Steps.Select(s => s.Median)]) { KnownBins = Steps.TakeWhile((s, i) => s.Origin != HeadroomOrigin.Present || Step * i < PresentLasts).Count() };

    private static HeadroomStep? Planned(HeadroomForecast? plan, Instant at)
    {
        if (plan is null || plan.Points.IsEmpty || at < plan.Points[0].At || at >= plan.Points[^1].At + plan.Step)
        {
            return null;
        }

        var index = (int)((at - plan.Points[0].At).Ticks / plan.Step.Ticks);
        var point = plan.Points[Math.Min(index, plan.Points.Length - 1)];
        return new HeadroomStep(point.Median, (point.Median - point.Low) / LowQuantile, HeadroomOrigin.Plan);
    }

    /// <summary>
    /// A fleet that stands keeps its replicas and has the load of that hour; one that moves has what it had left at that hour. By how much
    /// today is off from the day before just now, it is off for a while.
    /// </summary>
    private static HeadroomStep Measured(Instant at, Instant now, HeadroomLevel present, HeadroomHistory history, bool moves, PromiseOptions options)
    {
        if (history.SameTimeOfDay(at, now) is { } then)
        {
            var before = history.SameTimeOfDay(now, now) ?? then;
            var lasts = Math.Exp(-(at - now) / options.ErrorLasts);
            var free = moves
                ? then.Free + lasts * (present.Free - before.Free)
                : present.Replicas - then.Interactive - lasts * (present.Interactive - before.Interactive);
            return new HeadroomStep(Math.Max(0, free), options.HistorySpread * then.Interactive, HeadroomOrigin.History);
        }

        return new HeadroomStep(present.Free, options.PresentSpread * Math.Max(present.Interactive, present.Replicas / 4), HeadroomOrigin.Present);
    }
}
