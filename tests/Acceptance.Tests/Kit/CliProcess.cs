using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary>One verb as a user starts it, watched from outside. Its temporary files are in a folder of its own.</summary>
internal partial class CliProcess : IDisposable
{
    private const string Mark = "SAGESERVE_ACCEPTANCE_RUN";

    public static readonly string Program =
        Path.Combine(Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    private readonly Process _process;
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;

    public CliProcess(params IEnumerable<string> arguments)
    {
        // A shell may start the tests with interrupts ignored, and children inherit that.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", Program, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        // Inherited by every process of the run: what is left behind can be found by it.
        start.Environment[Mark] = _run;
        start.Environment["TMPDIR"] = _folder.Root;
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

    /// <summary>Waits until it has said so on standard error.</summary>
    public Task SaidAsync(string words) => Eventually.True(() => Errors.Contains(words, StringComparison.Ordinal), $"it says '{words}'", TimeSpan.FromSeconds(180));

    /// <summary>What Ctrl-C sends.</summary>
    public Task InterruptAsync() => CommandLineTool.Run("/bin/kill", ["-INT", $"{Id}"]);

    /// <summary>No process of the run is alive, none of its ports answers, and its temporary files are gone.</summary>
    public void AssertNothingIsLeft()
    {
        AssertNothingRuns();
        Assert.Empty(Directory.EnumerateDirectories(_folder.Root, "sageserve-*"));
    }

    /// <summary>No process of the run is alive and none of its ports answers.</summary>
    public void AssertNothingRuns()
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
        _folder.Dispose();
        GC.SuppressFinalize(this);
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

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Ports();
}
