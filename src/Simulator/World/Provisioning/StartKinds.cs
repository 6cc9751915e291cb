namespace SageServe.Simulator;

/// <summary>The kinds' names in reports, the same as in their JSON.</summary>
internal static class StartKinds
{
    private static readonly string[] Names =
        ["initial", "cold-start", "reclaim", "wake-from-ram", "standby", "wake-from-disk", "local-weights", "redeploy", "new-machine", "remote-weights"];

    public static string WireName(this StartKind kind) => Names[(int)kind];
}
