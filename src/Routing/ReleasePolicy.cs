namespace SageServe.Routing;

/// <summary>
/// How many deferred requests may go now, by the paper's rule (section 5): KV utilisation below 0.60 releases one, below 0.50 two,
/// else none; a late item (deadline promotion) goes regardless. Pure and O(1).
/// </summary>
public static class ReleasePolicy
{
    public static ReleaseDecision Decide(in ReleaseFacts facts, ReleaseOptions options) => throw new NotImplementedException();
}
