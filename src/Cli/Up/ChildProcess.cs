using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SageServe.Cli;

/// <summary>
/// A process that must not outlive the run: its standard input is ours and ends with us, it is asked to stop by SIGTERM, and it is killed when
/// it does not.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly Task _pumps;
    private bool _stopping;

    private ChildProcess(string name, string logFile, Process process)
    {
        Name = name;
        LogFile = logFile;
        _process = process;
        _pumps = Task.WhenAll(PumpAsync(process.StandardError.BaseStream, logFile), PumpAsync(process.StandardOutput.BaseStream, logFile + ".out"));
        Exited = process.WaitForExitAsync();
    }

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public Task Exited { get; }

    /// <summary>True when it ended without being asked to.</summary>
    public bool Died => _process.HasExited && !_stopping;

    /// <exception cref="BadInputException">The program does not exist.</exception>
    public static ChildProcess Start(string name, string logFile, string program, params IReadOnlyList<string> arguments)
    {
        // A session of its own keeps the terminal's Ctrl-C away: the run ends its children in order.
        var setsid = File.Exists("/usr/bin/setsid");
        var start = new ProcessStartInfo(setsid ? "/usr/bin/setsid" : program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in setsid ? [program, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new ChildProcess(name, logFile, Process.Start(start) ?? throw new RunFailedException($"{name} did not start."));
        }
        catch (Win32Exception e)
        {
            throw new BadInputException($"{name}: cannot start {program}: {e.Message}");
        }
    }

    /// <summary>A program that does not watch its standard input gets a shell beside it that does.</summary>
    /// <exception cref="BadInputException">The program does not exist.</exception>
    public static ChildProcess StartForeign(string name, string logFile, string program, params IReadOnlyList<string> arguments) => Start(
        name,
        logFile,
        "/bin/sh",
        ["-c", "exec 3<&0; \"$0\" \"$@\" </dev/null & child=$!; trap 'kill $child' TERM; (cat <&3 >/dev/null 2>&1; kill $child 2>/dev/null) >/dev/null 2>&1 & exec 3<&-; wait $child; wait $child", program, .. arguments]);

    /// <summary>Asks it to end and waits; kills it and what it started after the limit.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _stopping = true;
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SigTerm);
            await Task.WhenAny(Exited, Task.Delay(limit));
        }

        // Whatever still watches our end of the pipe goes with it.
        _process.StandardInput.Close();
        KillNow();
        await Exited;
        await Task.WhenAny(_pumps, Task.Delay(TimeSpan.FromSeconds(1)));
    }

    /// <summary>Kills it and what it started, at once.</summary>
    public void KillNow()
    {
        _stopping = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The end of its log, for a message about its death.</summary>
    public string LogTail(int lines = 15)
    {
        var text = new[] { LogFile, LogFile + ".out" }.Where(File.Exists).SelectMany(ReadLines).TakeLast(lines);
        return string.Join('\n', text);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task PumpAsync(Stream from, string path)
    {
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var buffer = new byte[8192];
        for (var read = await from.ReadAsync(buffer); read > 0; read = await from.ReadAsync(buffer))
        {
            await file.WriteAsync(buffer.AsMemory(0, read));
            await file.FlushAsync();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
