namespace SageServe.VllmEmulator;

/// <summary>A replica in the host's own process.</summary>
internal sealed class InProcessHost(ReplicaServer server) : IReplicaHost
{
    private readonly TaskCompletionSource _never = new();

    public int Port => server.Port;

    public ReplicaLoad Load
    {
        get
        {
            var read = server.Replica.Loop.Read();
            return new ReplicaLoad(read.Running, read.Waiting, server.Replica.IsSleeping, server.Replica.MetricsReads);
        }
    }

    public Task Crashed => _never.Task;

    public Task OpenAsync() => server.OpenAsync();

    public void SetFault(ReplicaFaultDocument? fault) => server.Replica.Faults.Set(fault);

    public Task DrainAsync() => server.Replica.DrainAsync();

    public Task StopAsync() => server.StopAsync();

    public Task KillAsync() => server.KillAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
