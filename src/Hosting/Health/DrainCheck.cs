namespace SageServe.Hosting;

/// <summary>Not ready once the shutdown has begun.</summary>
internal sealed class DrainCheck(DrainSignal drain) : IReadinessCheck
{
    public string Name => "drain";

    public string? NotReadyBecause() => drain.HasBegun ? "shutting down" : null;
}
