namespace SageServe.Planning;

/// <summary>
/// Finds that a load has changed its ways: two-sided cumulative sums of how far the forecast was off, in units of the band that it gave
/// itself. A single surprise does not count for more than <see cref="Surprise"/>, so that a spike is no change.
/// </summary>
internal sealed class ChangeWatch
{
    private const double Surprise = 3;
    private const double Allowance = 1;
    private const double Limit = 7;

    /// <summary>From the 5 % to the 95 % quantile of a normal distribution, in standard deviations.</summary>
    private const double BandDeviations = 3.29;

    private double _above;
    private double _below;
    private Instant _since;

    /// <summary>When the change began that was found last; <see cref="Instant.Min"/> before the first.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Forgets the evidence, not the change: the past is about to be gone over again.</summary>
    public void Restart() => (_above, _below) = (0, 0);

    /// <summary>True when this forecast completes the evidence.</summary>
    public bool Sees(TargetEntry entry)
    {
        if (entry.Issued is not { } issued || issued[3] <= issued[0])
        {
            return false;
        }

        var off = Math.Clamp((entry.Came - issued[1]) * BandDeviations / (issued[3] - issued[0]), -Surprise, Surprise);
        _since = _above == 0 && _below == 0 ? entry.Origin : _since;
        _above = Math.Max(0, _above + off - Allowance);
        _below = Math.Max(0, _below - off - Allowance);
        if (_above < Limit && _below < Limit)
        {
            return false;
        }

        (_above, _below, ChangedAt) = (0, 0, _since);
        return true;
    }
}
