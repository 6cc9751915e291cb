using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SageServe.Hosting;

/// <summary>
/// The host's lifetime: SIGTERM begins the drain and stops the host after the drain delay, Ctrl-C stops it without the delay; whichever comes
/// second ends the process there and then, whatever is still running.
/// Under a parent (<c>--exit-with-parent</c>) Ctrl-C is the parent's business: the terminal sends it to the whole process group.
/// </summary>
internal sealed class DrainingLifetime : IHostLifetime, IDisposable
{
    private readonly DrainSignal _drain;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly IOptions<DrainOptions> _options;
    private readonly bool _hasParent;
    private readonly ILogger<DrainingLifetime> _logger;
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _asked;

    public DrainingLifetime(
        DrainSignal drain,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        IOptions<DrainOptions> options,
        ParentWatchOptions parent,
        ILogger<DrainingLifetime> logger)
    {
        _drain = drain;
        _lifetime = lifetime;
        _time = time;
        _options = options;
        _hasParent = parent.Enabled;
        _logger = logger;
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _lifetime.ApplicationStopping.Register(_drain.Begin);
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnInterrupt));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        if (IsFirst(context.Signal))
        {
            _ = DrainAndStop();
        }
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_hasParent && IsFirst(context.Signal))
        {
            _lifetime.StopApplication();
        }
    }

    private bool IsFirst(PosixSignal signal)
    {
        if (Interlocked.Increment(ref _asked) == 1)
        {
            return true;
        }

        _logger.EndsAtOnce();

        // As a shell counts a process that a signal ended.
        Environment.Exit(128 + (signal == PosixSignal.SIGTERM ? 15 : signal == PosixSignal.SIGQUIT ? 3 : 2));
        return false;
    }

    private async Task DrainAndStop()
    {
        var delay = _options.Value.Delay;
        _logger.DrainBegan(delay);
        _drain.Begin();
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time);
        }

        _lifetime.StopApplication();
    }
}
