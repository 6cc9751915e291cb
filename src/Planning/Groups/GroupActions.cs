using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What members of one co-resident group wish, as actions on its units. A member that grows wakes on a unit that sleeps or falls asleep; else it takes over
/// a unit of a member that shrinks; else a unit is started for it. What shrinks beyond that falls asleep, and a unit is released once it
/// slept as long as loading it again would take, so that a member never waits for a load that the last stop made necessary.
/// </summary>
internal sealed class GroupActions(
    ServingCatalog catalog, PlanningOptions options, LeadTimes leads, GroupFacts facts, GroupRound round, ImmutableArray<PoolMove> members, GroupMemory memory)
{
    private readonly GroupSpec _spec = catalog.Group(facts.Group);
    private readonly List<(PoolMove Move, PoolMove? From, ScaleActionKind Kind)> _single = [];
    private readonly List<ScaleAction> _stops = [];

    /// <summary>Sleeps, stops of units, exchanges and wakes, in this order: what is put to sleep first serves nobody that waits.</summary>
    public IEnumerable<ScaleAction> Actions =>
    [
        .. Told(ScaleActionKind.Sleep),
        .. _stops,
        .. Told(ScaleActionKind.SwapModel),
        .. Told(ScaleActionKind.Wake),
    ];

    /// <summary>Units to start, by the member that is to be awake on them.</summary>
    public IEnumerable<(PoolMove Move, int Count, string? Group)> Units =>
        _single.Where(s => s.Kind == ScaleActionKind.Start).GroupBy(s => (s.Move.Facts.Pool, s.Move.Decision.Reason)).Select(g => (g.First().Move, g.Count(), (string?)_spec.Name));

    public void Arrange(StepList steps)
    {
        var load = leads.Load(_spec);
        memory.Observe(facts.Asleep, round.Now, load);
        var (free, units) = (facts.Units - members.Sum(m => m.Current), facts.Units);
        var shrinks = members.Where(m => m.Delta < 0).ToDictionary(m => m.Facts.Pool, m => -m.Delta);
        foreach (var move in Growing())
        {
            if (free > 0)
            {
                free--;
                _single.Add((move, null, ScaleActionKind.Wake));
            }
            else if (Yielding(shrinks) is { } from)
            {
                shrinks[from.Facts.Pool]--;
                _single.Add((move, from, ScaleActionKind.SwapModel));
            }
            else if (units + facts.Leaving < _spec.MaxUnits)
            {
                units++;
                _single.Add((move, null, ScaleActionKind.Start));
            }
            else
            {
                steps.Add("guardrail", move.Facts.Pool.ToString(), null, null, "group-full", $"All {units} units of group {_spec.Name} are taken, and none of its other members gives one up.");
            }
        }

        foreach (var member in members.Where(m => m.Delta < 0))
        {
            _single.AddRange(Enumerable.Repeat((member, (PoolMove?)null, ScaleActionKind.Sleep), shrinks[member.Facts.Pool]));
        }

        Release(units, Math.Min(facts.Asleep, free), load, steps);
        Fill(units);
    }

    /// <summary>One wish at a time: who is below its minimum first, then who has the smallest part of what it wishes for.</summary>
    private IEnumerable<PoolMove> Growing()
    {
        var left = members.Where(m => m.Delta > 0).ToDictionary(m => m.Facts.Pool, m => m.Delta);
        while (members.Where(m => left.GetValueOrDefault(m.Facts.Pool) > 0)
            .OrderBy(m => m.Decision.Reason == PoolGuardrails.BelowMinimum ? 0 : 1)
            .ThenBy(m => 1 - left[m.Facts.Pool] / (double)m.Decision.Replicas).ThenBy(m => m.Facts.Pool)
            .Select(m => (PoolMove?)m).FirstOrDefault() is { } next)
        {
            left[next.Facts.Pool]--;
            yield return next;
        }
    }

    private PoolMove? Yielding(Dictionary<PoolId, int> shrinks) =>
        members.Where(m => shrinks.GetValueOrDefault(m.Facts.Pool) > 0).OrderByDescending(m => shrinks[m.Facts.Pool]).ThenBy(m => m.Facts.Pool).Select(m => (PoolMove?)m).FirstOrDefault();

    private void Release(int units, int asleep, TimeSpan load, StepList steps)
    {
        var needed = Math.Max(_spec.MinUnits, members.Sum(m => Math.Max(m.Decision.Replicas, 0)));
        var count = Math.Min(Math.Min(asleep, units - needed), options.MaxStep);
        if (count <= 0)
        {
            return;
        }

        var (least, reason, why) = round.FrozenBecause is { } frozen ? (0, "frozen", $"{frozen} Nothing shrinks.")
            : IsPaused ? (0, "paused", "An operator paused stops (Planning:Guards:Pause).")
            : (memory.Spare(round.Now, load), "spare-young", $"A unit is released when it has slept for {load.TotalMinutes:0.#} min, as long as loading it again would take.");
        if (least < count)
        {
            steps.Add("guardrail", _spec.Name, units - count, units - Math.Max(0, least), reason, why);
        }

        if (Math.Min(count, least) is var released && released > 0)
        {
            _stops.Add(new ScaleAction(ScaleActionKind.Stop, catalog.MembersOf(_spec.Name).First().Id, released, "units-spare", $"Stop {released}: {asleep} units of group {_spec.Name} sleep and {needed} of {units} are needed.") { Group = _spec.Name });
        }
    }

    /// <summary>Units below the group's minimum: with the member awake that has the most room left, to be put to sleep where it is not needed.</summary>
    private void Fill(int units)
    {
        var room = members.ToDictionary(m => m.Facts.Pool, m => catalog.FindPool(m.Facts.Pool)!.MaxReplicas - Math.Max(m.Current, m.Decision.Replicas));
        for (; units < _spec.MinUnits && units + facts.Leaving < _spec.MaxUnits && room.Values.Max() > 0; units++)
        {
            var move = members.OrderByDescending(m => room[m.Facts.Pool]).ThenBy(m => m.Facts.Pool).First();
            room[move.Facts.Pool]--;
            var decision = new PaceProposal(move.Decision.Replicas + 1, PoolGuardrails.BelowMinimum, $"Group {_spec.Name} has {units} units; its minimum is {_spec.MinUnits}.");
            _single.Add((move with { Decision = decision }, null, ScaleActionKind.Start));
        }
    }

    private bool IsPaused => options.Guards.Pause != PauseLevels.None
        && (options.Guards.PausedModels.IsEmpty || members.Any(m => options.Guards.PausedModels.Contains(m.Facts.Pool.Model)));

    private IEnumerable<ScaleAction> Told(ScaleActionKind kind) =>
        _single.Where(s => s.Kind == kind).GroupBy(s => (s.Move.Facts.Pool, From: s.From?.Facts.Pool)).Select(g =>
        {
            var (move, from, _) = g.First();
            var detail = kind switch
            {
                ScaleActionKind.Sleep => $"Put {g.Count()} to sleep: {move.Decision.Detail}",
                ScaleActionKind.Wake => $"Wake {g.Count()}: {move.Decision.Detail}",
                _ => $"Wake {g.Count()} in the place of {g.Key.From}, which gives way: {move.Decision.Detail}",
            };
            return new ScaleAction(kind, move.Facts.Pool, g.Count(), move.Decision.Reason, detail) { Group = _spec.Name, From = g.Key.From };
        });
}
