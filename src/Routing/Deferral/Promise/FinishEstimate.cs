namespace SageServe.Routing;

/// <summary>When work will be done.</summary>
/// <param name="P50">As likely before as after; null when that lies beyond what can be foreseen.</param>
/// <param name="P90">Done by then with the confidence of the options (nine in ten); null when beyond what can be foreseen.</param>
/// <param name="OnTime">Chance of being done by the deadline.</param>
public readonly record struct FinishEstimate(Instant? P50, Instant? P90, double OnTime)
{
    /// <summary>Nothing is known.</summary>
    public static readonly FinishEstimate Unknown = new(null, null, 0);
}
