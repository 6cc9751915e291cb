namespace SageServe.Planning;

/// <summary>
/// Who hands GPUs to whom at one tick. A start that a full region refuses takes over replicas that another pool of the same place and payment gives up
/// at this very tick: it begins when they have drained, not at the first tick that sees them gone.
/// </summary>
internal sealed class SwapPairs(IEnumerable<PoolMove> own, bool isOn)
{
    private readonly List<PoolMove> _shrinking = [.. own.Where(m => m.Delta < 0)];
    private readonly Dictionary<PoolId, int> _given = [];
    private readonly List<ScaleAction> _actions = [];

    public IEnumerable<ScaleAction> Actions => _actions;

    /// <summary>Replicas of a pool that stop and are handed to nobody.</summary>
    public int Left(PoolMove move) => -move.Delta - _given.GetValueOrDefault(move.Facts.Pool);

    /// <summary>Pairs starts for which there is no room, as far as others give way: whoever gives up most first.</summary>
    /// <param name="move">Who grows.</param>
    /// <param name="most">How many of its starts a full region refuses.</param>
    public void Arrange(PoolMove move, int most)
    {
        for (var left = isOn ? most : 0; left > 0 && Yielding(move.Facts.Pool) is { } from;)
        {
            var count = Math.Min(left, Left(from));
            left -= count;
            _given[from.Facts.Pool] = _given.GetValueOrDefault(from.Facts.Pool) + count;
            _actions.Add(new ScaleAction(
                ScaleActionKind.SwapModel, move.Facts.Pool, count, move.Decision.Reason,
                $"Start {count} in the place of {from.Facts.Pool}, which gives way: {move.Decision.Detail}") { From = from.Facts.Pool });
        }
    }

    private PoolMove? Yielding(PoolId to) => _shrinking
        .Where(m => Left(m) > 0 && (m.Facts.Pool.Region, m.Facts.Pool.Accelerator, m.Facts.Pool.CapacityType) == (to.Region, to.Accelerator, to.CapacityType))
        .OrderByDescending(Left).ThenBy(m => m.Facts.Pool).Select(m => (PoolMove?)m).FirstOrDefault();
}
