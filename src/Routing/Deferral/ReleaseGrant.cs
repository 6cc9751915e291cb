namespace SageServe.Routing;

/// <summary>Items of one group that may go.</summary>
/// <param name="Group">Its id.</param>
/// <param name="Count">From its head, at least 1 and no more than wait.</param>
/// <param name="Urgent">True when the deadline, not the room, lets them go.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ReleaseGrant(string Group, int Count, bool Urgent, ReasonCode Reason);
