using Microsoft.Extensions.Hosting;

namespace SageServe.Hosting;

/// <summary>Not ready before every hosted loop has started.</summary>
internal sealed class StartedCheck(IHostApplicationLifetime lifetime) : IReadinessCheck
{
    public string Name => "started";

    public string? NotReadyBecause() => lifetime.ApplicationStarted.IsCancellationRequested ? null : "still starting";
}
