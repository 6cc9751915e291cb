namespace SageServe.Gateway;

/// <summary>What the pump gives away.</summary>
/// <param name="Group">From the head of this group,</param>
/// <param name="Gateway">to this gateway,</param>
/// <param name="Count">at most so many items.</param>
/// <param name="Urgent">A deadline lets them go, so they may use what other patient work leaves to interactive requests.</param>
public readonly record struct DeferredGrant(string Group, string Gateway, int Count, bool Urgent = false);
