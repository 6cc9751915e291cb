namespace SageServe.Planning;

/// <summary>
/// How much of what the newest bin has above the level is still there one lead later: the slope of later excess over excess, large ones
/// weighing most. A start helps only against what lasts. Until some were seen, all of it is taken to last.
/// </summary>
/// <param name="lead">Bins from a start to its serving.</param>
/// <param name="fade">Weight that a bin keeps per bin.</param>
internal sealed class SurgeShare(int lead, double fade)
{
    /// <summary>Surges, as large as the level, that the belief in their lasting is worth.</summary>
    private const double Belief = 3;

    private readonly Queue<(long Bin, double Level, double Excess)> _pending = new();
    private double _lasted;
    private double _seen;

    /// <summary>0..1 for an excess over this level.</summary>
    public double At(double level)
    {
        var belief = Belief * level * level;
        return belief + _seen > 0 ? (belief + _lasted) / (belief + _seen) : 1;
    }

    /// <param name="bin">Number; they ascend.</param>
    /// <param name="demand">That came.</param>
    /// <param name="level">That was expected of it.</param>
    public void Take(long bin, double demand, double level)
    {
        (_lasted, _seen) = (_lasted * fade, _seen * fade);
        while (_pending.TryPeek(out var old) && old.Bin + lead <= bin)
        {
            _pending.Dequeue();
            if (old.Bin + lead == bin)
            {
                _seen += old.Excess * old.Excess;
                _lasted += old.Excess * Math.Clamp(demand - old.Level, 0, old.Excess);
            }
        }

        if (demand > level)
        {
            _pending.Enqueue((bin, level, demand - level));
        }
    }
}
