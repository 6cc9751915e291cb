namespace SageServe.Routing;

/// <summary>Whether interactive work is in trouble, by what all rules that back off look at.</summary>
internal static class Congestion
{
    /// <summary>Fewer first tokens say nothing of a 95th percentile.</summary>
    private const int MinSamples = 5;

    public static bool Is(in ReleaseFacts facts, ReleaseOptions options) =>
        facts.Pressure.Value >= 1
        || facts.KvUtilization.Value > options.KvLimit
        || facts.Interactive is { Samples: >= MinSamples } signal && signal.TtftOverTarget > options.TtftLimit;
}
