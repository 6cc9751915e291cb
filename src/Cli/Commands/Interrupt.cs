using System.Runtime.InteropServices;

namespace SageServe.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks for a clean end, the second for an end without a summary.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, On),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, On),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, On),
        ];
    }

    public CancellationToken First => _first.Token;

    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
        _second.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_first.IsCancellationRequested)
        {
            _second.Cancel();
        }

        _first.Cancel();
    }
}
