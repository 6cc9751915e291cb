namespace SageServe.Scaler;

/// <summary>What is to be done next about a pod that leaves.</summary>
internal enum RemovalKind
{
    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>It stays: its mark is taken back, and another (<see cref="RemovalStep.Other"/>) leaves instead.</summary>
    Exchange,

    /// <summary>It stays: the replica that was too many was never made, and is cancelled.</summary>
    CancelMissing,

    /// <summary>It stays: its controller took another.</summary>
    AnotherWent,

    /// <summary>It is told to the controller as the first to go.</summary>
    Prepare,

    /// <summary>The workload is scaled by one.</summary>
    Scale,
}
