using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Moves to actions: stops first, then starts as far as the region has room and the budget allows. A replica that drains still holds its
/// GPUs, so what is stopped now makes room at a later tick. Pools below their minimum are served before the others, whatever the budget.
/// </summary>
internal sealed class ActionSequencer(ServingCatalog catalog, GuardrailOptions options)
{
    public ImmutableArray<ScaleAction> Sequence(IReadOnlyList<PoolMove> moves, StepList steps)
    {
        ImmutableArray<ScaleAction> actions =
        [
            .. moves.Where(m => m.Delta < 0).Select(m => Action(ScaleActionKind.Stop, m, -m.Delta)),
            .. Starts(moves, steps),
        ];
        foreach (var action in actions)
        {
            var current = moves.First(m => m.Facts.Pool == action.Pool).Current;
            var after = current + (action.Kind == ScaleActionKind.Start ? action.Count : -action.Count);
            steps.Add("action", action.Pool.ToString(), current, after, action.Reason, action.Detail);
        }

        return actions;
    }

    private List<ScaleAction> Starts(IReadOnlyList<PoolMove> moves, StepList steps)
    {
        var held = Held(moves);
        var budget = new FleetBudget(catalog, options, moves.Select(m => m.Facts));
        var starts = new List<ScaleAction>();
        foreach (var move in moves.Where(m => m.Delta > 0).OrderBy(m => m.Decision.Reason == PoolGuardrails.BelowMinimum ? 0 : 1))
        {
            var key = (move.Facts.Pool.Region, move.Facts.Pool.Accelerator);
            var room = RegionRoom.Limit(catalog, key.Region, key.Accelerator) is { } most ? Math.Max(0, most - held[key]) : int.MaxValue;
            var count = Math.Min(move.Delta, room);
            if (count < move.Delta)
            {
                steps.Add("guardrail", move.Facts.Pool.ToString(), move.Delta, count, "region-full", $"{key.Region} has room for {room} more replicas on {key.Accelerator}.");
            }

            if (move.Decision.Reason != PoolGuardrails.BelowMinimum && budget.Room(move.Facts.Pool) is var paid && paid < count)
            {
                steps.Add("guardrail", move.Facts.Pool.ToString(), count, paid, "budget", budget.Told());
                count = paid;
            }

            if (count > 0)
            {
                held[key] += count;
                budget.Take(move.Facts.Pool, count);
                starts.Add(Action(ScaleActionKind.Start, move, count));
            }
        }

        return starts;
    }

    private static Dictionary<(RegionId, AcceleratorId), int> Held(IReadOnlyList<PoolMove> moves)
    {
        var held = new Dictionary<(RegionId, AcceleratorId), int>();
        foreach (var facts in moves.Select(m => m.Facts))
        {
            var key = (facts.Pool.Region, facts.Pool.Accelerator);
            held[key] = held.GetValueOrDefault(key) + facts.Ready + facts.Starting + facts.Draining;
        }

        return held;
    }

    private static ScaleAction Action(ScaleActionKind kind, PoolMove move, int count) =>
        new(kind, move.Facts.Pool, count, move.Decision.Reason, $"{(kind == ScaleActionKind.Start ? "Start" : "Stop")} {count}: {move.Decision.Detail}");
}
