namespace SageServe.Scaler;

/// <summary>The first rules by which a ReplicaSet ranks pods that it takes away: a lower class goes before a higher one, whatever their deletion costs say.</summary>
internal enum PodClass
{
    /// <summary>No machine yet.</summary>
    Unassigned,

    /// <summary>It has a machine and does not run.</summary>
    Pending,

    /// <summary>Its machine does not answer.</summary>
    Unknown,

    /// <summary>It runs and is not ready.</summary>
    NotReady,

    Ready,
}
