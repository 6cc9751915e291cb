namespace SageServe.Routing.Tests;

/// <summary>What the outside knows of one open request of a random run.</summary>
internal sealed class RunRequest(InferenceRequest request, bool deferred)
{
    public InferenceRequest Request { get; } = request;

    public bool Deferred { get; } = deferred;

    public FlowEffectKind? Stage { get; set; }

    public int Attempts { get; set; }

    public int Tokens { get; set; }

    public bool Committed { get; set; }

    public bool Left { get; set; }

    /// <summary>The last replica that it was forwarded to.</summary>
    public InstanceId At { get; set; }

    public HashSet<InstanceId> Tried { get; } = [];

    public HashSet<RegionId> TriedRegions { get; } = [];
}
