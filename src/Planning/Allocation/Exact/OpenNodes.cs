namespace SageServe.Planning;

/// <summary>What is still to be searched: the lowest bound first, as long as there is room for all; beyond, the latest first.</summary>
internal sealed class OpenNodes(int room)
{
    private readonly PriorityQueue<(DualSimplex Simplex, double Bound), double> _best = new();
    private readonly Stack<(DualSimplex Simplex, double Bound)> _late = new();

    public void Add(DualSimplex simplex, double bound)
    {
        if (_best.Count < room)
        {
            _best.Enqueue((simplex, bound), bound);
        }
        else
        {
            _late.Push((simplex, bound));
        }
    }

    public bool TryTake(out (DualSimplex Simplex, double Bound) node) => _late.TryPop(out node) || _best.TryDequeue(out node, out _);

    /// <summary>Lowest bound of all that is left.</summary>
    public double Least => Math.Min(_best.Count > 0 ? _best.Peek().Bound : double.PositiveInfinity, _late.Count > 0 ? _late.Min(n => n.Bound) : double.PositiveInfinity);
}
