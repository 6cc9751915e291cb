using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Moves to actions: stops first, then starts as far as the region has room and the budget allows. A replica that drains still holds its
/// GPUs, so what is stopped now makes room at a later tick, unless it is handed to a start of this one (<see cref="SwapPairs"/>): those before all others,
/// so that they get the replicas that drain soonest. Pools below their minimum are served before the others, whatever the budget.
/// Members of co-resident groups change engines on the units that stand before units are started (<see cref="GroupActions"/>).
/// </summary>
internal sealed class ActionSequencer(ServingCatalog catalog, PlanningOptions options, LeadTimes leads)
{
    private readonly Dictionary<string, GroupMemory> _memory = [];

    /// <summary>What was seen of the groups' units outlives a change of options.</summary>
    public ActionSequencer(ServingCatalog catalog, PlanningOptions options, LeadTimes leads, ActionSequencer? before)
        : this(catalog, options, leads) => _memory = before?._memory ?? _memory;

    public ImmutableArray<ScaleAction> Sequence(IReadOnlyList<PoolMove> moves, StepList steps) => Sequence(moves, GroupRound.None, steps);

    public ImmutableArray<ScaleAction> Sequence(IReadOnlyList<PoolMove> moves, GroupRound round, StepList steps) => Sequence(moves, round, [], steps);

    /// <param name="moves">What guardrails let through.</param>
    /// <param name="round">The groups.</param>
    /// <param name="elsewhere">What other regions hold, where they are somebody else's to move: it counts in the budget.</param>
    /// <param name="steps">Where it is told.</param>
    public ImmutableArray<ScaleAction> Sequence(IReadOnlyList<PoolMove> moves, GroupRound round, ImmutableArray<HeldElsewhere> elsewhere, StepList steps)
    {
        var own = moves.Where(m => catalog.GroupOf(m.Facts.Pool) is null).ToList();
        var room = new StartRoom(catalog, options.Guards, moves.Select(m => m.Facts), round, elsewhere);
        var groups = round.Facts.Select(f => Group(f, round, moves)).ToList();
        groups.ForEach(g => g.Arrange(steps));
        var swaps = new SwapPairs(own, options.Swaps);
        var starts = Starts(own, groups, room, swaps, steps);
        ImmutableArray<ScaleAction> actions =
        [
            .. swaps.Actions,
            .. own.Where(m => m.Delta < 0 && swaps.Left(m) > 0).Select(m => Action(ScaleActionKind.Stop, m, swaps.Left(m))),
            .. groups.SelectMany(g => g.Actions),
            .. starts,
        ];
        foreach (var action in actions)
        {
            Tell(action, moves, round, steps);
        }

        return actions;
    }

    private static List<ScaleAction> Starts(List<PoolMove> own, List<GroupActions> groups, StartRoom room, SwapPairs swaps, StepList steps)
    {
        var starts = new List<ScaleAction>();
        foreach (var (move, count, group) in own.Select(m => (Move: m, Count: m.Delta, Group: (string?)null)).Concat(groups.SelectMany(g => g.Units))
            .Where(s => s.Count > 0).OrderBy(s => s.Move.Decision.Reason == PoolGuardrails.BelowMinimum ? 0 : 1))
        {
            var (granted, crowded) = room.Grant(move.Facts.Pool, count, move.Decision.Reason == PoolGuardrails.BelowMinimum, steps);
            if (granted > 0)
            {
                starts.Add(Action(ScaleActionKind.Start, move, granted) with { Group = group });
            }

            if (group is null)
            {
                swaps.Arrange(move, crowded);
            }
        }

        return starts;
    }

    private GroupActions Group(GroupFacts facts, GroupRound round, IReadOnlyList<PoolMove> moves)
    {
        if (!_memory.TryGetValue(facts.Group, out var memory))
        {
            _memory.Add(facts.Group, memory = new GroupMemory());
        }

        return new GroupActions(catalog, options, leads, facts, round, [.. moves.Where(m => catalog.GroupOf(m.Facts.Pool)?.Name == facts.Group)], memory);
    }

    private static void Tell(ScaleAction action, IReadOnlyList<PoolMove> moves, GroupRound round, StepList steps)
    {
        if (action.IsOfUnits)
        {
            var units = round.Of(action.Group!)!.Units;
            steps.Add("action", action.Group!, units, units - action.Count, action.Reason, action.Detail);
            return;
        }

        if (action is { From: { } from, Group: null } && moves.First(m => m.Facts.Pool == from) is var yields)
        {
            steps.Add("action", from.ToString(), yields.Current, yields.Current - action.Count, yields.Decision.Reason, $"Give way to {action.Pool} with {action.Count}: {yields.Decision.Detail}");
        }

        var current = moves.First(m => m.Facts.Pool == action.Pool).Current;
        steps.Add("action", action.Pool.ToString(), current, current + (action.Kind.Grows() ? action.Count : -action.Count), action.Reason, action.Detail);
    }

    private static ScaleAction Action(ScaleActionKind kind, PoolMove move, int count) =>
        new(kind, move.Facts.Pool, count, move.Decision.Reason, $"{(kind == ScaleActionKind.Start ? "Start" : "Stop")} {count}: {move.Decision.Detail}");
}
