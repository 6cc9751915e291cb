namespace SageServe.VllmEmulator;

/// <summary>What the control API shows of a replica's work.</summary>
internal readonly record struct ReplicaLoad(int Running, int Waiting, bool IsSleeping, int MetricsReads);
