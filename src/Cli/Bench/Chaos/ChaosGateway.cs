namespace SageServe.Cli;

/// <summary>One gateway of the run: killed and started again on the same ports and files.</summary>
internal sealed class ChaosGateway(int number, int port, int admin, string config, string log) : IAsyncDisposable
{
    private ChildProcess? _process;

    public int Number { get; } = number;

    public Uri Public { get; } = RegionPorts.Local(port);

    public Uri Admin { get; } = RegionPorts.Local(admin);

    public bool IsHung { get; private set; }

    /// <summary>True when it ended without being killed.</summary>
    public bool Died => _process is { Died: true };

    public void Start() => _process = ChildProcess.Start($"gateway {Number}", log, Programs.Gateway, "--config", config, "--exit-with-parent");

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.KillNow();
            await process.Exited;
            await process.DisposeAsync();
        }
    }

    /// <summary>Stops it where it stands, for a while; what it does afterwards it does late.</summary>
    public async Task HangAsync(TimeSpan length, CancellationToken stop)
    {
        if (_process is { } process)
        {
            IsHung = true;
            await Signals.HangAsync(process.Id, length, stop);
            IsHung = false;
        }
    }

    public string LogTail() => _process?.LogTail() ?? "";

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
