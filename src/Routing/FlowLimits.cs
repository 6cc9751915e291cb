namespace SageServe.Routing;

/// <summary>Bounds of one call of the door.</summary>
public static class FlowLimits
{
    /// <summary>Held requests that one input may release; the rest follows by an immediate TimeReached.</summary>
    public const int MaxReleasesPerInput = 64;

    /// <summary>Deferred requests in one Offered input.</summary>
    public const int MaxOffered = 64;

    /// <summary>Requests in one Progressed input.</summary>
    public const int MaxProgress = 1024;

    /// <summary>Replicas in one SiblingsTold input.</summary>
    public const int MaxSiblingWork = 5000;
}
