namespace SageServe.VllmEmulator;

/// <summary>
/// One line between the host and a replica's process. Down on its stdin: spec, open, drain, fault, stop. Up on its stdout:
/// bound, opened, load, idle.
/// </summary>
internal sealed record ChildMessage
{
    public required string Kind { get; init; }

    public ReplicaSpec? Spec { get; init; }

    public ReplicaFaultDocument? Fault { get; init; }

    public int Port { get; init; }

    public int Running { get; init; }

    public int Waiting { get; init; }

    public bool IsSleeping { get; init; }

    public int MetricsReads { get; init; }
}
