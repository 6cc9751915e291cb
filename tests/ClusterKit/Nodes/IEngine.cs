namespace SageServe.ClusterKit;

/// <summary>What runs in a pod's container.</summary>
public interface IEngine
{
    /// <summary>Answers its readiness probe.</summary>
    bool IsReady { get; }

    /// <summary>The container is gone, asked or not.</summary>
    bool HasEnded { get; }

    /// <summary>When one of the above changes by itself; null: never, or told through the host's event.</summary>
    DateTimeOffset? NextChange { get; }

    /// <summary>The pod is being deleted: preStop, then SIGTERM. It ends by itself when it is done.</summary>
    void Terminate();

    /// <summary>SIGKILL: what runs is cut.</summary>
    void Kill();
}
