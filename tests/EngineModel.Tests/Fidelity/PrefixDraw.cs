using System.Collections.Immutable;

namespace SageServe.EngineModel.Tests;

/// <summary>
/// The rows do not tell which prompts hit the prefix cache (the same prompts hit in one run and miss in another). The shares
/// of prompts that were prefilled are told from TTFTs below the ridge and then drawn at random, never used request by request:
/// the modelled TTFT of a request knows nothing of its measured one.
/// </summary>
internal static class PrefixDraw
{
    /// <summary>Prefilled share of each prompt of these runs.</summary>
    public static double[] Shares(params MeasuredRequest[][] runs)
    {
        var all = runs.SelectMany(r => r).ToArray();
        return [.. TtftRidge.Of(all).Uncached(all).Zip(all, (uncached, request) => (double)uncached / request.PromptTokens)];
    }

    public static ImmutableArray<int> Draw(IEnumerable<MeasuredRequest> requests, double[] shares, RandomStream random) =>
        [.. requests.Select(r => Math.Max(1, (int)(r.PromptTokens * shares[random.NextInt(shares.Length)])))];

    /// <summary>p50 and p95 TTFT and p50 E2E of the replay, each the median over fifteen draws.</summary>
    public static (double Ttft50, double Ttft95, double E2e50) Replay(ThroughputProfile profile, MeasuredRequest[] requests, double[] shares)
    {
        var runs = Enumerable.Range(1, 15)
            .Select(seed => RequestReplay.Run(profile, requests, Draw(requests, shares, new RandomStream((ulong)seed)), 0)).ToArray();
        double Median(Func<ReplayedRequest, double> time, double p) => Sample.Quantile(runs.Select(run => Sample.Quantile(run.Select(time), p)), 0.5);
        return (Median(r => r.Ttft, 0.5), Median(r => r.Ttft, 0.95), Median(r => r.E2e, 0.5));
    }
}
