using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <summary>
/// Fits a replica's step times to requests measured one by one, by replaying them through the engine model until TTFTs and
/// E2Es agree: waiting, batching and interference are then the engine's own, not regression terms. Three numbers are fitted
/// (prefill base and per token, decode base), a fourth (overhead) on request; a decoding sequence costs what a prompt token
/// costs, as both pass the same linear layers, and the KV read comes from the caller. TTFTs that a prefix cache made short are told apart first
/// (<see cref="TtftRidge"/>) and count only through the work that they spared.
/// </summary>
public static class RequestFit
{
    private const double Nudge = 0.03;
    private const int Folds = 5;
    private static readonly string[] Names =
        [nameof(StepCoefficients.PrefillBase), nameof(StepCoefficients.PrefillPerToken), nameof(StepCoefficients.DecodeBase), nameof(StepCoefficients.Overhead)];

    /// <param name="runs">Each with its own clock, its requests in order of launch.</param>
    /// <param name="limits">KV capacity, sequences and token budget of the engine; its step times are not used.</param>
    /// <param name="perContextToken">Seconds to read one token's keys and values.</param>
    /// <param name="separateOverhead">
    /// Also tells the wait outside the engine from the prefill's base; needs prompts of a hundred tokens beside long ones. False
    /// leaves it in the base, so that the profile's TTFTs are the client's.
    /// </param>
    public static RequestFitResult Run(
        IReadOnlyList<IReadOnlyList<MeasuredRequest>> runs, ThroughputProfile limits, double perContextToken, bool separateOverhead = false)
    {
        var all = runs.SelectMany(r => r).ToArray();
        var ridge = TtftRidge.Of(all);
        var uncached = runs.Select(ridge.Uncached).ToArray();
        CurveFitResult Fit(IReadOnlyList<double> start, int leftOut) => CurveFit.Run(
            start, c => Residuals(runs, limits, Read(c, perContextToken), uncached, leftOut), Nudge);
        var fit = Fit(Guess(all, ridge)[..(separateOverhead ? 4 : 3)], -1);
        var errors = Jackknife(fit.Coefficients, fold => Fit(Guess(all, ridge)[..fit.Coefficients.Length], fold).Coefficients);
        var final = Read(fit.Coefficients, perContextToken);
        var fitted = runs.Select((r, i) => new FittedRun(
            uncached[i], [.. RequestReplay.Run(final.ApplyTo(limits), r, uncached[i], final.Overhead)]));
        return new RequestFitResult(
            final, Names.Zip(errors).ToImmutableSortedDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            [.. fitted], fit.Residuals.Count(r => r != 0));
    }

    private static StepCoefficients Read(IReadOnlyList<double> c, double perContextToken) =>
        new(c[0], c[1], c[2], c[1], perContextToken, c.Count > 3 ? c[3] : 0);

    /// <summary>
    /// Standard errors from how much the numbers move when a fifth of each run is not looked at (delete-a-group jackknife), each
    /// fit from the first guess, so that the search counts too.
    /// Requests that ran together err together, so the spread of single residuals would promise too much.
    /// </summary>
    private static IEnumerable<double> Jackknife(ImmutableArray<double> all, Func<int, ImmutableArray<double>> without)
    {
        var folds = Enumerable.Range(0, Folds).Select(without).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            var logs = folds.Select(f => Math.Log(f[i])).ToArray();
            var mean = logs.Average();
            yield return Math.Sqrt((Folds - 1.0) / Folds * logs.Sum(l => (l - mean) * (l - mean)));
        }
    }

    /// <summary>The ridge's slope and a share of its base; the lowest tenth of the times per output token for a decode step.</summary>
    private static double[] Guess(MeasuredRequest[] all, TtftRidge ridge)
    {
        var perOutput = Sample.Quantile(all.Where(r => r.OutputTokens > 1).Select(r => (r.E2e - r.Ttft) / (r.OutputTokens - 1)), 0.1);
        return [Math.Max(1e-3, 0.5 * ridge.Base), ridge.PerToken, perOutput, Math.Max(1e-3, 0.25 * ridge.Base)];
    }

    private static double[] Residuals(
        IReadOnlyList<IReadOnlyList<MeasuredRequest>> runs, ThroughputProfile limits, StepCoefficients coefficients,
        ImmutableArray<int>[] uncached, int leftOut)
    {
        var errors = new List<double>();
        var profile = coefficients.ApplyTo(limits);
        for (var run = 0; run < runs.Count; run++)
        {
            var replayed = RequestReplay.Run(profile, runs[run], uncached[run], coefficients.Overhead);
            for (var i = 0; i < replayed.Length; i++)
            {
                var request = runs[run][i];
                var hit = uncached[run][i] < request.PromptTokens;
                var seen = i * Folds / replayed.Length != leftOut;
                errors.Add(hit || !seen ? 0 : Math.Log(replayed[i].Ttft / request.Ttft));
                errors.Add(request.OutputTokens < 2 || !seen ? 0 : Math.Log(replayed[i].E2e / request.E2e));
            }
        }

        return [.. errors];
    }
}
