namespace SageServe.VllmEmulator;

/// <summary>A call's time in the engine. Ends with the answer, with an exception, or when the client leaves.</summary>
internal sealed class EngineStay : IAsyncDisposable
{
    private readonly EngineLoop _loop;
    private readonly GenerationCall _call;
    private readonly CancellationTokenRegistration _registration;

    public EngineStay(EngineLoop loop, GenerationCall call, CancellationToken clientLeft)
    {
        _loop = loop;
        _call = call;
        _registration = clientLeft.UnsafeRegister(static stay => ((EngineStay)stay!).Leave(), this);
    }

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        if (!_call.IsDone)
        {
            Leave();
        }
    }

    private void Leave() => _loop.Cancel(_call, CallEnd.ClientLeft);
}
