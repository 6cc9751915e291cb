namespace SageServe.VllmEmulator;

/// <summary>Where a replica runs: in this process or in one of its own.</summary>
internal interface IReplicaHost : IAsyncDisposable
{
    /// <summary>Known from the beginning; connections are refused until it is open.</summary>
    int Port { get; }

    ReplicaLoad Load { get; }

    /// <summary>Ends when the replica ended without being asked to.</summary>
    Task Crashed { get; }

    Task OpenAsync();

    void SetFault(ReplicaFaultDocument? fault);

    /// <summary>Takes nothing new; ends when the last call has.</summary>
    Task DrainAsync();

    Task StopAsync();

    Task KillAsync();
}
