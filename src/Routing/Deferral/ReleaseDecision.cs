namespace SageServe.Routing;

/// <param name="Count">Items to lease from the queue and offer to the flow.</param>
/// <param name="Urgent">True when the deadline, not the room, lets them go.</param>
/// <param name="Reason">Why this many.</param>
public readonly record struct ReleaseDecision(int Count, bool Urgent, ReasonCode Reason);
