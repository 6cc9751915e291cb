namespace SageServe.Hosting;

/// <summary>A reason why the process should get no traffic yet. Registered in DI; asked on each <c>/healthz/ready</c>.</summary>
public interface IReadinessCheck
{
    string Name { get; }

    /// <summary>A short sentence; null when ready.</summary>
    string? NotReadyBecause();
}
