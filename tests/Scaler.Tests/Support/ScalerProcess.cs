using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The scaler's own executable as a child process.</summary>
internal sealed class ScalerProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Scaler", "release", "SageServe.Scaler");

    private readonly Process _process;
    private readonly List<string> _log = [];
    private bool _isDisposed;

    private ScalerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url { get; }

    /// <summary>As a test calls it.</summary>
    public string Identity { get; init; } = "";

    public HttpClient Http { get; } = new();

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public static ScalerProcess Start(TemporaryFolder folder, JsonObject config)
    {
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        config["Scaler"]!["AdminUrl"] = url;
        return Start(folder.Write("scaler.json", config.ToJsonString()), url);
    }

    /// <summary>With a file that is there and names this admin address.</summary>
    public static ScalerProcess Start(string file, string url, string identity = "")
    {
        var start = new ProcessStartInfo(Program, ["--config", file, "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ScalerProcess(Process.Start(start)!, url) { Identity = identity };
    }

    public async Task Ready() =>
        await Eventually.True(
            async () => !_process.HasExited ? await Status("/healthz/ready") == 200 : throw new InvalidOperationException("ended:\n" + Log),
            "the scaler is ready",
            TimeSpan.FromSeconds(60));

    public async Task<JsonElement> Get(string path) => JsonDocument.Parse(await Http.GetStringAsync(new Uri(Url + path))).RootElement;

    /// <summary>Closes its input, as a parent that ends does, and gives the exit code.</summary>
    public async Task<int> End()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task<int> ExitCode()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private async Task<int> Status(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url + path));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.Add(line.Data ?? "");
        }
    }
}
