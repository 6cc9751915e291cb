using System.Runtime.InteropServices;

/// <summary>
/// Runs before a program whose DOTNET_STARTUP_HOOKS names this assembly: when the solver's library is loaded, native code prints to
/// descriptor 1. The runtime looks for this name outside of any namespace.
/// </summary>
internal static class StartupHook
{
    public const string Line = "Coin0506I printed by native code";

    public static void Initialize() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
    {
        if (loaded.LoadedAssembly.GetName().Name == "Google.OrTools")
        {
            _ = Put(Line);
            _ = Flush(0);
        }
    };

    [DllImport("libc", EntryPoint = "puts", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Put(string line);

    [DllImport("libc", EntryPoint = "fflush")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(nint all);
}
