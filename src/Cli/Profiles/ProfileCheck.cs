using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// Replays a measured run against a profile. Prefix hits are not in a benchmark's rows: their shares are told from TTFTs that
/// are too short for their prompts and drawn at random among the requests, so that no request's own TTFT helps to predict it.
/// </summary>
internal static class ProfileCheck
{
    private const int Draws = 15;

    public static CheckedRun Run(BenchmarkRun run, ThroughputProfile profile, bool inferHits, double overhead)
    {
        var requests = run.Requests;
        var shares = inferHits
            ? TtftRidge.Of(requests).Uncached(requests).Zip(requests, (u, r) => (double)u / r.PromptTokens).ToArray()
            : [1.0];
        var replays = Enumerable.Range(1, shares.All(s => s >= 1) ? 1 : Draws)
            .Select(seed => RequestReplay.Run(profile, requests, Draw(requests, shares, new RandomStream((ulong)seed)), overhead)).ToArray();
        CheckedQuantile Of(string name, Func<MeasuredRequest, double> measured, Func<ReplayedRequest, double> modelled, double p)
        {
            double[] values = [.. requests.Select(measured)];
            var (low, high) = Sample.QuantileInterval(values, p, new RandomStream(1));
            return new CheckedQuantile(name, Sample.Quantile(values, p), low, high, Sample.Quantile(replays.Select(r => Sample.Quantile(r.Select(modelled), p)), 0.5));
        }

        return new CheckedRun(
            run.Name, requests.Length, shares.Average(),
            [
                Of("TTFT p50", r => r.Ttft, r => r.Ttft, 0.5), Of("TTFT p95", r => r.Ttft, r => r.Ttft, 0.95),
                Of("E2E p50", r => r.E2e, r => r.E2e, 0.5), Of("E2E p95", r => r.E2e, r => r.E2e, 0.95),
            ],
            [
                new FitSeries("TTFT", "prompt tokens", [.. requests.Zip(replays[0], (m, r) => new FitPoint(m.PromptTokens, m.Ttft, r.Ttft))]),
                new FitSeries("E2E", "output tokens", [.. requests.Zip(replays[0], (m, r) => new FitPoint(m.OutputTokens, m.E2e, r.E2e))]),
            ]);
    }

    private static ImmutableArray<int> Draw(ImmutableArray<MeasuredRequest> requests, double[] shares, RandomStream random) =>
        [.. requests.Select(r => Math.Clamp((int)(r.PromptTokens * shares[random.NextInt(shares.Length)]), 1, r.PromptTokens))];
}
