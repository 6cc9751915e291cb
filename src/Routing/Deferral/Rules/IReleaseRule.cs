namespace SageServe.Routing;

/// <summary>One way to decide on releases.</summary>
internal interface IReleaseRule
{
    void Change(ReleaseOptions options);

    /// <param name="facts">The lane now.</param>
    /// <param name="grants">Empty; gets the grants.</param>
    ReleaseDecision Decide(in ReleaseFacts facts, List<ReleaseGrant> grants);
}
