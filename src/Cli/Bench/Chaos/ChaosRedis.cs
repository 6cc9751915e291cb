using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Cli;

/// <summary>A redis-server of the run, with its append-only file in a folder of its own, and what is done to it.</summary>
internal sealed class ChaosRedis(RunDirectory directory, int port) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _program = Programs.TryOfSystem("redis-server")
        ?? throw new BadInputException("--store redis needs redis-server, which is not installed. Run: sudo apt-get install -y redis-server, or use --store sqlite.");

    private readonly string _data = directory.Folder("redis");
    private ChildProcess? _process;

    public string Endpoint { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private string Aof => Path.Combine(_data, "appendonlydir");

    public async Task StartAsync(CancellationToken stop)
    {
        _process = ChildProcess.Start(
            "redis", directory.File("redis.log"), _program,
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _data, "--save", "", "--daemonize", "no",
            "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await AnswersAsync(stop))
        {
            if (_process.Died || watch.Elapsed > StartLimit)
            {
                throw new RunFailedException($"redis-server did not start. The end of its log:\n{_process.LogTail()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
        }
    }

    public async Task KillAsync()
    {
        _process!.KillNow();
        await _process.Exited;
        await _process.DisposeAsync();
    }

    /// <summary>Lets it hang, with every connection open.</summary>
    public Task HangAsync(TimeSpan length, CancellationToken stop) => Signals.HangAsync(_process!.Id, length, stop);

    public Task FlushAsync(CancellationToken stop) => CommandAsync("FLUSHALL", stop);

    /// <summary>Keeps what it has on disk now, for <see cref="RestoreAsync"/>.</summary>
    public void Dump()
    {
        var dump = Path.Combine(_data, "dump");
        Directory.CreateDirectory(dump);
        foreach (var file in Directory.GetFiles(Aof))
        {
            File.Copy(file, Path.Combine(dump, Path.GetFileName(file)), overwrite: true);
        }
    }

    /// <summary>Kills it and starts it with what it had at the dump.</summary>
    public async Task RestoreAsync(CancellationToken stop)
    {
        await KillAsync();
        Directory.Delete(Aof, recursive: true);
        Directory.Move(Path.Combine(_data, "dump"), Aof);
        await StartAsync(stop);
    }

    /// <summary>Names of all keys that it has.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync("KEYS *\r\n"u8.ToArray(), stop);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var count = int.Parse((await reader.ReadLineAsync(stop))![1..], CultureInfo.InvariantCulture);
        var keys = new List<string>();
        for (var i = 0; i < count; i++)
        {
            await reader.ReadLineAsync(stop);
            keys.Add((await reader.ReadLineAsync(stop))!);
        }

        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        try
        {
            return await CommandAsync("PING", stop) == "+PONG";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task<string> CommandAsync(string command, CancellationToken stop)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), stop);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(stop) ?? "";
    }
}
