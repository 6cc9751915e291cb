namespace SageServe.Routing;

/// <summary>The whole of one decision; the grants say of which groups.</summary>
/// <param name="Count">Items of all grants together.</param>
/// <param name="Urgent">True when a deadline, not the room, lets some of them go.</param>
/// <param name="Reason">Why this many; of none too.</param>
public readonly record struct ReleaseDecision(int Count, bool Urgent, ReasonCode Reason);
