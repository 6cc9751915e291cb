using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Moves to actions: stops first, then starts as far as the region has room. A replica that drains still holds its GPUs, so what
/// is stopped now makes room at a later tick. Pools below their minimum are served before the others.
/// </summary>
internal sealed class ActionSequencer(ServingCatalog catalog)
{
    public ImmutableArray<ScaleAction> Sequence(IReadOnlyList<PoolMove> moves, StepList steps)
    {
        var actions = ImmutableArray.CreateBuilder<ScaleAction>();
        foreach (var move in moves.Where(m => m.Delta < 0))
        {
            actions.Add(Action(ScaleActionKind.Stop, move, -move.Delta));
        }

        var held = new Dictionary<(RegionId, AcceleratorId), int>();
        foreach (var facts in moves.Select(m => m.Facts))
        {
            var key = (facts.Pool.Region, facts.Pool.Accelerator);
            held[key] = held.GetValueOrDefault(key) + facts.Ready + facts.Starting + facts.Draining;
        }

        foreach (var move in moves.Where(m => m.Delta > 0).OrderBy(m => m.Decision.Reason == "below-minimum" ? 0 : 1))
        {
            var key = (move.Facts.Pool.Region, move.Facts.Pool.Accelerator);
            var room = RegionRoom.Limit(catalog, key.Region, key.Accelerator) is { } most ? Math.Max(0, most - held[key]) : int.MaxValue;
            var count = Math.Min(move.Delta, room);
            if (count < move.Delta)
            {
                steps.Add("guardrail", move.Facts.Pool.ToString(), move.Delta, count, "region-full", $"{key.Region} has room for {room} more replicas on {key.Accelerator}.");
            }

            if (count > 0)
            {
                held[key] += count;
                actions.Add(Action(ScaleActionKind.Start, move, count));
            }
        }

        foreach (var action in actions)
        {
            var current = moves.First(m => m.Facts.Pool == action.Pool).Facts is var f ? f.Ready + f.Starting : 0;
            var after = current + (action.Kind == ScaleActionKind.Start ? action.Count : -action.Count);
            steps.Add("action", action.Pool.ToString(), current, after, action.Reason, action.Detail);
        }

        return actions.ToImmutable();
    }

    private static ScaleAction Action(ScaleActionKind kind, PoolMove move, int count) =>
        new(kind, move.Facts.Pool, count, move.Decision.Reason, $"{(kind == ScaleActionKind.Start ? "Start" : "Stop")} {count}: {move.Decision.Detail}");
}
