namespace SageServe.VllmEmulator;

internal readonly struct CallScope(Replica replica) : IDisposable
{
    public void Dispose() => replica.EndCall();
}
