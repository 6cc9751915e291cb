using System.Diagnostics;
using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>
/// A replica in a process of its own: this executable again, told what to do on its stdin. Its stdin closes when this process
/// dies, however it dies, and that ends it.
/// </summary>
internal sealed class ChildProcessHost : IReplicaHost
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(4);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _bound = NewSource<int>();
    private readonly TaskCompletionSource<bool> _opened = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _idle = NewSource<bool>();
    private readonly TaskCompletionSource<bool> _crashed = NewSource<bool>();
    private readonly Lock _gate = new();
    private bool _isEnding;

    private ChildProcessHost(Process process) => _process = process;

    public int Port { get; private set; }

    public ReplicaLoad Load { get; private set; }

    public Task Crashed => _crashed.Task;

    public static async Task<ChildProcessHost> StartAsync(ReplicaSpec spec)
    {
        var start = new ProcessStartInfo(Executable())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(ChildProgram.Switch);
        var host = new ChildProcessHost(Process.Start(start)!);
        _ = host.ListenAsync();
        host.Tell(new ChildMessage { Kind = ChildKinds.Spec, Spec = spec });
        host.Port = await host._bound.Task;
        return host;
    }

    public async Task OpenAsync()
    {
        Tell(new ChildMessage { Kind = ChildKinds.Open });
        await _opened.Task;
    }

    public void SetFault(ReplicaFaultDocument? fault) => Tell(new ChildMessage { Kind = ChildKinds.Fault, Fault = fault });

    public Task DrainAsync()
    {
        Tell(new ChildMessage { Kind = ChildKinds.Drain });
        return _idle.Task;
    }

    public async Task StopAsync()
    {
        _isEnding = true;
        Tell(new ChildMessage { Kind = ChildKinds.Stop });
        using var limit = new CancellationTokenSource(ExitLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
    }

    /// <summary>SIGKILL: the kernel closes its sockets.</summary>
    public async Task KillAsync()
    {
        _isEnding = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Executable() =>
        Path.Combine(AppContext.BaseDirectory, typeof(ChildProcessHost).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Hear(JsonSerializer.Deserialize(line, EmulatorJson.Default.ChildMessage)!);
        }

        var gone = new IOException("The replica's process ended.");
        _bound.TrySetException(gone);
        _opened.TrySetException(gone);
        _idle.TrySetResult(true);
        if (!_isEnding)
        {
            _crashed.TrySetResult(true);
        }
    }

    private void Hear(ChildMessage message)
    {
        switch (message.Kind)
        {
            case ChildKinds.Bound:
                _bound.TrySetResult(message.Port);
                break;
            case ChildKinds.Opened:
                _opened.TrySetResult(true);
                break;
            case ChildKinds.Idle:
                _idle.TrySetResult(true);
                break;
            case ChildKinds.Load:
                Load = new ReplicaLoad(message.Running, message.Waiting, message.IsSleeping, message.MetricsReads);
                break;
        }
    }

    private void Tell(ChildMessage message)
    {
        var line = JsonSerializer.Serialize(message, EmulatorJson.Default.ChildMessage);
        lock (_gate)
        {
            try
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It is gone; its end is noticed on its stdout.
            }
        }
    }
}
