namespace SageServe.Routing;

/// <summary>
/// Gives a share of the turns to the longest waiting of those that a strict order puts last, so that it starves nobody: each turn that
/// goes by the order while others wait behind it saves up a part of one for them.
/// </summary>
internal sealed class Trickle(double share)
{
    // Shares such as 0.1 don't add up to 1 exactly; a turn must not be late for that.
    private const double Whole = 1 - 1e-9;
    private double _saved;

    public bool IsDue => _saved >= Whole;

    /// <param name="served">Whose turn it was.</param>
    /// <param name="first">Whom the order puts first.</param>
    /// <param name="othersWait">Whether lines behind the served one wait.</param>
    public void Count(FlowEntry served, FlowEntry first, bool othersWait)
    {
        var isTrickle = IsDue && (served.Request.Tier != first.Request.Tier || served.HoldClass != first.HoldClass);
        _saved = isTrickle ? _saved - 1 : othersWait ? Math.Min(1, _saved + share) : _saved;
    }
}
