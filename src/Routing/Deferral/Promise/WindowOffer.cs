namespace SageServe.Routing;

/// <summary>What a completion window would mean for some work.</summary>
/// <param name="Price">The window.</param>
/// <param name="Finish">When it would be done: a shorter window goes before others.</param>
/// <param name="IsFeasible">Done within the window with the confidence of the options.</param>
public sealed record WindowOffer(WindowPrice Price, FinishEstimate Finish, bool IsFeasible)
{
    /// <summary>The one that costs least of those that can be kept, the shorter one at the same price; null when none can.</summary>
    public static WindowOffer? Cheapest(IEnumerable<WindowOffer> offers) =>
        offers.Where(o => o.IsFeasible).OrderBy(o => o.Price.Factor).ThenBy(o => o.Price.Window).FirstOrDefault();
}
