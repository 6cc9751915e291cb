using System.Runtime.InteropServices;

namespace SageServe.Cli;

/// <summary>Stops a process where it stands and lets it go on, or asks it to end.</summary>
internal static class Signals
{
    private const int SigTerm = 15;
    private const int SigStop = 19;
    private const int SigCont = 18;

    /// <summary>All its connections stay open, and nothing answers; as a machine does that swaps, or a virtual one that is moved.</summary>
    public static async Task HangAsync(int process, TimeSpan length, CancellationToken stop)
    {
        _ = Kill(process, SigStop);
        try
        {
            await Task.Delay(length, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _ = Kill(process, SigCont);
        }
    }

    /// <summary>Asks it to end.</summary>
    public static void Terminate(int process) => _ = Kill(process, SigTerm);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
