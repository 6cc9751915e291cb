using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SageServe.Parity.Tests;

/// <summary>One executable of the product as a child process that ends with its input.</summary>
internal sealed class LiveProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _adminUrl;
    private readonly List<string> _log = [];

    private LiveProgram(Process process, string adminUrl)
    {
        _process = process;
        _adminUrl = adminUrl;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static async Task<LiveProgram> Start(string project, string adminUrl, JsonObject config, TemporaryFolder folder, HttpClient http)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", project, "release", "SageServe." + project);
        var file = folder.Write($"{project}.json", config.ToJsonString());
        var start = new ProcessStartInfo(program, ["--config", file, "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var live = new LiveProgram(Process.Start(start)!, adminUrl);
        await Eventually.True(() => live.IsReady(http), $"{project} is ready", TimeSpan.FromSeconds(60));
        return live;
    }

    /// <summary>Closes its input, as a parent that ends does, and waits for the clean end.</summary>
    public async Task End()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}:\n{Log()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> IsReady(HttpClient http)
    {
        Assert.False(_process.HasExited, "it ended at the start:\n" + Log());
        try
        {
            using var answer = await http.GetAsync(new Uri(_adminUrl + "/healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Log()
    {
        lock (_log)
        {
            return string.Join('\n', _log);
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
