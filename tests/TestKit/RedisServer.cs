using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace SageServe.TestKit;

/// <summary>A real redis-server on a free port with its append-only file in a folder of its own. Skips the test where there is none.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sageserve-redis-");
    private Process? _process;

    private readonly string? _password;

    private RedisServer(int port, string? password = null) => (Port, _password) = (port, password);

    public int Port { get; }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(Find() is not null, "needs redis-server on the PATH");
        var server = new RedisServer(FreePort.Find());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>One that lets nobody in without the password; it is ready as soon as it listens.</summary>
    public static async Task<RedisServer> StartLockedAsync(string password)
    {
        Assert.SkipUnless(Find() is not null, "needs redis-server on the PATH");
        var server = new RedisServer(FreePort.Find(), password);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the same port and data, after <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName,
            "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no", .. _password is null ? Array.Empty<string>() : ["--requirepass", _password],
        ];
        _process = Process.Start(new ProcessStartInfo(Find()!, arguments) { RedirectStandardOutput = true })!;
        _ = _process.StandardOutput.ReadToEndAsync();
        await Eventually.True(AnswersAsync, "redis-server answers");
    }

    /// <summary>Kills it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops answering without closing anything, until <see cref="ResumeAsync"/>.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    /// <summary>Sends one inline command and gives the first line of the answer.</summary>
    public async Task<string> CommandAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            var answer = await CommandAsync("PING");
            return _password is null ? answer == "+PONG" : answer.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
}
