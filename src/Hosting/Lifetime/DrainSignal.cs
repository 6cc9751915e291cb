namespace SageServe.Hosting;

/// <summary>Says that a shutdown has begun: readiness is off, held work ends, nothing new starts. Begins once and never ends.</summary>
public sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public DrainSignal() => Began = _source.Token;

    public bool HasBegun => Began.IsCancellationRequested;

    public CancellationToken Began { get; }

    public void Begin()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A signal may arrive while the host is already gone; there is nothing left to drain.
        }
    }

    public void Dispose() => _source.Dispose();
}
