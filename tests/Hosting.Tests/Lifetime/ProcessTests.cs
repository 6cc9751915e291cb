using System.Diagnostics;
using System.Net;

namespace SageServe.Hosting.Tests;

/// <summary>A real child process, watched as the CLI and a supervisor watch the product's executables.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _url = $"http://127.0.0.1:{FreePort.Find()}";
    private readonly HttpClient _http = new();
    private Process? _process;

    [Fact]
    public async Task A_bad_configuration_prints_every_problem_and_exits_with_2()
    {
        var config = _folder.Write("bad.json", """{ "Sample": { "Count": 12 }, "Envelope": { "Speed": 0 } }""");
        var result = await CommandLineTool.Run(Environment.ProcessPath!, ["child", "--config", config]);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal(
            """
            The configuration has 5 problems:
            - Envelope:Speed: Speed must be a positive number, not 0.
            - Envelope: a Speed other than 1 needs RealEpoch and EnvelopeEpoch.
            - Sample:Url: The Url field is required.
            - Sample:Count: The field Count must be between 1 and 10.
            - Sample: a Count above 5 needs Peers.

            """,
            result.Errors);
    }

    [Fact]
    public async Task A_missing_config_file_exits_with_2()
    {
        var result = await CommandLineTool.Run(Environment.ProcessPath!, ["child", "--config", _folder["none.json"]]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no such file", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
    }

    [Fact]
    public async Task It_ends_when_its_parent_closes_stdin_and_logs_to_stderr_only()
    {
        // The switch stands before another word on purpose: it has no value and must not take one.
        var process = await StartChild("--exit-with-parent", "--config", Config("{}"));
        process.StandardInput.Close();
        Assert.Equal(0, await ExitCode());
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Contains("parent process is gone", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Under_a_parent_an_interrupt_of_the_terminal_is_left_to_the_parent()
    {
        var process = await StartChild("--config", Config("{}"), "--exit-with-parent");
        await Signal("INT");
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(_url + "/healthz/ready")).StatusCode);
        process.StandardInput.Close();
        Assert.Equal(0, await ExitCode());
    }

    [Fact]
    public async Task Without_a_parent_an_interrupt_ends_it()
    {
        await StartChild("--config", Config("{}"));
        await Signal("INT");
        Assert.Equal(0, await ExitCode());
    }

    [Fact]
    public async Task A_termination_turns_readiness_off_before_the_listener_closes()
    {
        await StartChild("--config", Config("""{ "Drain": { "Delay": "00:00:03" } }"""));
        await Signal("TERM");
        await Eventually.True(
            async () => (await _http.GetAsync(_url + "/healthz/ready")).StatusCode == HttpStatusCode.ServiceUnavailable,
            "readiness is off while the listener is still open");
        Assert.Equal(0, await ExitCode());
    }

    public void Dispose()
    {
        _http.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private string Config(string others) => _folder.Write("c.json", others);

    private async Task<Process> StartChild(params string[] args)
    {
        // A shell may start us with interrupts ignored, and children inherit that.
        _process = Process.Start(new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", Environment.ProcessPath!, "child", .. args, $"--Sample:Url={_url}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Eventually.True(IsReady, "the child is ready", Limit);
        return _process;
    }

    private async Task<bool> IsReady()
    {
        try
        {
            return (await _http.GetAsync(_url + "/healthz/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task Signal(string name) =>
        Assert.Equal(0, (await CommandLineTool.Run("/bin/kill", ["-" + name, _process!.Id.ToString()])).ExitCode);

    private async Task<int> ExitCode()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }
}
