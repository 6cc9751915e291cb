using System.Runtime.InteropServices;

namespace SageServe.Cli;

/// <summary>
/// Keeps what native code prints out of a command's own output: a solver may write a line of its own to descriptor 1, where it would break
/// JSON. From then on that descriptor is stderr, for good. Linux and macOS; elsewhere nothing changes.
/// </summary>
internal static class NativeOutput
{
    private const int Output = 1;
    private const int Errors = 2;

    public static void ToStandardError()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return;
        }

        // The console takes a descriptor of its own when it is first used: that must be the real output, and so must what it finds out about it.
        _ = (Console.Out, Console.IsOutputRedirected);

        // Fails only where stderr is closed: then all stays as it was.
        _ = Duplicate(Errors, Output);
    }

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int from, int to);
}
