namespace SageServe.Cli;

/// <summary>Constants of the demonstration.</summary>
internal static class UpDefaults
{
    /// <summary>The envelope clock starts this long after the processes do, so that it shows the scenario's start when the load begins.</summary>
    public static readonly TimeSpan StartUp = TimeSpan.FromSeconds(5);
}
