using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Upper bounds that several histograms share.</summary>
internal static class MetricBuckets
{
    public static readonly ImmutableArray<double> Latency =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 20, 40, 60, 120, 300, 600];

    public static readonly ImmutableArray<double> TokenGap =
        [0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5];

    /// <summary>Waits of patient work, up to its window of a day and beyond.</summary>
    public static readonly ImmutableArray<double> PatientWait =
        [0.1, 1, 10, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 64_800, 86_400, 129_600];

    /// <summary>Starts of replicas: seconds with everything there, half an hour with nothing.</summary>
    public static readonly ImmutableArray<double> Start =
        [1, 5, 10, 20, 30, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 3600];

    /// <summary>Time to spare before a deadline: negative is late.</summary>
    public static readonly ImmutableArray<double> Slack =
        [-3600, -600, 0, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 64_800, 86_400];

    /// <summary>Powers of four, as OpenTelemetry's gen_ai token usage has them, up to a million.</summary>
    public static readonly ImmutableArray<double> Tokens =
        [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];
}
