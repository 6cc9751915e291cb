using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// How far a pool may shrink at this tick. Missing facts, replicas that still start, drains under way and flapping each hold it; a pool
/// drains a share of what serves at a time, because a drain takes as long as the longest answer and its room is gone at once.
/// </summary>
internal sealed class ShrinkGuard(PlanningOptions options)
{
    /// <summary>A start that takes this many cold starts has gone wrong and no longer holds back others.</summary>
    private const int StuckColdStarts = 3;

    /// <summary>The fewest replicas, ready and starting, that the pool may have after this tick, and why.</summary>
    public (int Least, string Reason, string Detail) Least(PoolFacts facts, TimeSpan coldStart, PoolMemory memory, Instant now, string? frozenBecause)
    {
        var current = facts.Ready + facts.Starting;
        if (frozenBecause is not null)
        {
            return (current, "frozen", $"{frozenBecause} Nothing shrinks.");
        }

        if (memory.StartingSince is { } since && now - since <= coldStart * StuckColdStarts)
        {
            return (current, "still-starting", $"{facts.Starting} replicas are still starting; stopping others now would throw them away.");
        }

        if (memory.Turns.HeldUntil(options.Guards, now) is { } until)
        {
            return (current, "flapping", $"The pool turned between growing and shrinking {options.Guards.FlapTurns} times within {options.Guards.FlapWindow.TotalMinutes:0} min; it keeps its replicas until {until}.");
        }

        if (facts.Draining >= options.MaxStep)
        {
            return (current, "still-draining", $"{facts.Draining} replicas are still draining.");
        }

        var drains = Math.Max(1, (int)(options.Guards.DrainShare * (facts.Ready + facts.Draining)));
        return (
            current - Math.Max(0, drains - facts.Draining), "drain-share",
            string.Create(CultureInfo.InvariantCulture, $"At most {drains} replicas ({options.Guards.DrainShare:P0} of those that serve) drain at once; {facts.Draining} do."));
    }
}
