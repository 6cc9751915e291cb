using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// What the people and programs behind requests do, request time. By default they wait for ever and never ask again. Patient work is
/// not concerned: its queue waits for it. Latency and attainment of a request that is tried again count from its first try.
/// </summary>
public sealed record ClientOptions
{
    /// <summary>A tier that is missing here waits for ever.</summary>
    public ImmutableArray<ClientPatience> Patience { get; init; } = [];

    /// <summary>Tries of one request, the first included; 1 never asks again, at most 20.</summary>
    public int MaxTries { get; init; } = 1;

    /// <summary>Wait before the second try; each further one waits <see cref="BackOffFactor"/> times as long.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(1);

    public double BackOffFactor { get; init; } = 2;

    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The part of a wait that is left to chance, 0..1: a wait w becomes one between w (1 - jitter) and w.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>Wait at least as long as Retry-After says, up to <see cref="RetryAfterCap"/>.</summary>
    public bool HonourRetryAfter { get; init; } = true;

    /// <summary>Client libraries ignore longer ones.</summary>
    public TimeSpan RetryAfterCap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Also ask again when a stream broke after its first token; the first token seen keeps counting for TTFT.</summary>
    public bool RetryBrokenStreams { get; init; }
}
