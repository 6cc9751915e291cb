using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary>One <c>up</c> as a user starts it, watched from outside.</summary>
internal sealed partial class UpProcess : IDisposable
{
    private const string Mark = "SAGESERVE_ACCEPTANCE_RUN";

    public static readonly string Program =
        Path.Combine(Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    private readonly Process _process;
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;

    public UpProcess(params string[] arguments)
    {
        // A shell may start the tests with interrupts ignored, and children inherit that.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", Program, "up", "--port", "0", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        // Inherited by every process of the run: what is left behind can be found by it.
        start.Environment[Mark] = _run;
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.Start();
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public Task<string> Output => _output;

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    public Uri FirstGateway() => new(GatewayLine().Match(Errors).Groups[1].Value);

    public Task LoadBeganAsync() => Eventually.True(() => Errors.Contains("Two clocks", StringComparison.Ordinal), "the load begins", TimeSpan.FromSeconds(60));

    /// <summary>No process of the run is alive and none of its ports answers.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Survivors());
        foreach (var port in Ports().Matches(Errors).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct())
        {
            using var client = new TcpClient();
            Assert.Throws<SocketException>(() => client.Connect("127.0.0.1", port));
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private List<string> Survivors()
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains($"{Mark}={_run}", StringComparison.Ordinal)
                    && !File.ReadAllText(Path.Combine(folder, "stat")).Contains(") Z ", StringComparison.Ordinal))
                {
                    found.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended while we looked, or not ours.
            }
        }

        return found;
    }

    [GeneratedRegex(@"Gateway \S+\s+(http://127\.0\.0\.1:\d+/)")]
    private static partial Regex GatewayLine();

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Ports();
}
