using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>A profile from requests measured one by one.</summary>
internal static class RequestProfile
{
    private const double Unsure = 0.15;

    public static FitOutcome Fit(ImmutableArray<BenchmarkRun> runs, ThroughputProfile limits)
    {
        var longest = runs.SelectMany(r => r.Requests).Max(r => r.PromptTokens + r.OutputTokens);
        if (longest > limits.KvCapacityTokens)
        {
            throw new BadInputException($"A request has {longest} tokens, but --kv-capacity is {limits.KvCapacityTokens}. The engine that served it had room for more.");
        }

        var fit = RequestFit.Run([.. runs.Select(r => (IReadOnlyList<MeasuredRequest>)r.Requests)], limits, limits.DecodeSecondsPerContextToken);
        var c = fit.Coefficients;
        var numbers = ImmutableArray.Create(
            new FittedNumber("prefill step, fixed part", c.PrefillBase, fit.RelativeErrors[nameof(c.PrefillBase)]),
            new FittedNumber("prefill step, per prompt token", c.PrefillPerToken, fit.RelativeErrors[nameof(c.PrefillPerToken)]),
            new FittedNumber("decode step, fixed part", c.DecodeBase, fit.RelativeErrors[nameof(c.DecodeBase)]),
            new FittedNumber("decode step, per sequence (taken: a prompt token)", c.DecodePerSequence, null),
            new FittedNumber("per KV token read (taken)", c.PerContextToken, null));
        var hits = fit.Runs.Zip(runs).SelectMany(p => p.First.Uncached.Zip(p.Second.Requests, (u, r) => u < r.PromptTokens)).ToArray();
        return new FitOutcome
        {
            Kind = "requests",
            Profile = c.ApplyTo(limits) with { Source = string.Create(CultureInfo.InvariantCulture, $"Fitted to {hits.Length} measured requests by replaying them (sageserve profile fit).") },
            TellsContext = false,
            Numbers = numbers,
            Series = Series(runs, fit),
            Warnings = [.. Warnings(runs, numbers)],
            Notes = hits.Any(h => h)
                ? [string.Create(CultureInfo.InvariantCulture, $"{hits.Count(h => h) / (double)hits.Length:P0} of the TTFTs are too short for their prompts: taken as prefix cache hits, left out of the TTFT fit, and counted with the tokens that they still prefilled.")]
                : [],
        };
    }

    private static ImmutableArray<FitSeries> Series(ImmutableArray<BenchmarkRun> runs, RequestFitResult fit)
    {
        var all = runs.Zip(fit.Runs).SelectMany(p => p.First.Requests.Select((r, i) => (Request: r, Uncached: p.Second.Uncached[i], Replayed: p.Second.Replayed[i]))).ToArray();
        return
        [
            new FitSeries("TTFT", "prompt tokens", [.. all.Where(a => a.Uncached == a.Request.PromptTokens).Select(a => new FitPoint(a.Request.PromptTokens, a.Request.Ttft, a.Replayed.Ttft))]),
            new FitSeries("E2E", "output tokens", [.. all.Where(a => a.Request.OutputTokens > 1).Select(a => new FitPoint(a.Request.OutputTokens, a.Request.E2e, a.Replayed.E2e))]),
            new FitSeries("time per output token", "output tokens", [.. all.Where(a => a.Request.OutputTokens > 8 && a.Request.E2e > a.Request.Ttft).Select(a => new FitPoint(
                a.Request.OutputTokens, (a.Request.E2e - a.Request.Ttft) / (a.Request.OutputTokens - 1), (a.Replayed.E2e - a.Replayed.Ttft) / (a.Request.OutputTokens - 1)))]),
        ];
    }

    private static IEnumerable<string> Warnings(ImmutableArray<BenchmarkRun> runs, ImmutableArray<FittedNumber> numbers)
    {
        var all = runs.SelectMany(r => r.Requests).ToArray();
        foreach (var number in numbers.Where(n => n.RelativeError > Unsure))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"'{number.Name}' is known to {number.RelativeError:P0} only. Add requests with other prompt lengths, short and long.");
        }

        var shortest = Sample.Quantile(all.Select(r => (double)r.PromptTokens), 0.02);
        if (Sample.Quantile(all.Select(r => (double)r.PromptTokens), 0.98) < 2 * shortest)
        {
            yield return "All prompts are about as long as each other: the fixed and the per-token part of a prefill can't be told apart. Add a run with prompts of at least twice the length.";
        }

        var concurrency = runs.Max(r => r.Requests.Sum(q => q.E2e) / (r.Requests.Max(q => q.Launch + q.E2e) + 1e-9));
        if (concurrency < 16)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At most {concurrency:0.0} requests ran at once on average: how a decode step grows with the batch, and how the engine behaves when it is full, is not in the data. Add a run at a rate near the knee, or a throughput table.");
        }

        if (shortest > 200)
        {
            yield return "No prompt is shorter than 200 tokens: HTTP and client overhead stand in the fixed part of a prefill. Add a run of prompts under 100 tokens to see them.";
        }
    }
}
