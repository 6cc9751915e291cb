using System.Globalization;

namespace SageServe.Cli;

/// <summary>What the kernel counts for one process.</summary>
internal static class ProcessFigures
{
    // Linux tells these times in hundredths of a second to programs, whatever its own tick is.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time, all threads, in seconds.</summary>
    public static double CpuSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");

        // The name, in parentheses, may hold blanks; user time is the 12th field after it.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The most resident memory since its start, in bytes.</summary>
    public static long PeakBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Trim(), CultureInfo.InvariantCulture);
    }

    public static string? LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;
}
