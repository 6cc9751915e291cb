namespace SageServe.EngineModel.Tests;

/// <summary>Requests made by the engine model itself: the fit must find the numbers that made them.</summary>
public sealed class RequestFitTests
{
    private static readonly ThroughputProfile Limits = DemoCatalog.BigProfile;

    [Fact]
    public void It_finds_the_step_times_that_made_the_requests() => Seeds.Check(4, (_, random) =>
    {
        var truth = Truth(random);
        var fit = RequestFit.Run([Made(truth, random, hitShare: 0)], Limits, truth.PerContextToken);
        Near(truth, fit.Coefficients, 0.1);
    });

    [Fact]
    public void Prefix_hits_that_the_rows_do_not_tell_move_it_little() => Seeds.Check(4, (_, random) =>
    {
        var truth = Truth(random);
        var fit = RequestFit.Run([Made(truth, random, hitShare: 0.4)], Limits, truth.PerContextToken);
        Near(truth, fit.Coefficients, 0.15);
    });

    [Fact]
    public void Equal_prompts_tell_no_hits()
    {
        var random = new RandomStream(1);
        MeasuredRequest[] requests = [.. Enumerable.Range(0, 50).Select(i => new MeasuredRequest(75, 20, i, 0.05 + 0.1 * random.NextDouble(), 2))];
        Assert.All(TtftRidge.Of(requests).Uncached(requests), u => Assert.Equal(75, u));
    }

    [Fact]
    public void A_request_longer_than_the_cache_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            RequestReplay.Run(Limits with { KvCapacityTokens = 1600 }, [new MeasuredRequest(100, 10, 0, 1, 1), new MeasuredRequest(3000, 10, 0, 1, 1)], [], 0));
        Assert.Contains("Request 2 (3000 prompt", error.Message, StringComparison.Ordinal);
    }

    private static StepCoefficients Truth(RandomStream random)
    {
        var perToken = 2e-5 * Math.Pow(20, random.NextDouble());
        return new StepCoefficients(60 * perToken, perToken, 100 * perToken, perToken, 1e-9, 0);
    }

    private static MeasuredRequest[] Made(StepCoefficients truth, RandomStream random, double hitShare)
    {
        var requests = new List<MeasuredRequest>();
        var life = 200 * truth.DecodeBase;
        for (var (i, launch) = (0, 0.0); i < 250; i++)
        {
            requests.Add(new MeasuredRequest(200 + random.NextInt(1800), 1 + random.NextInt(400), launch, 1, 1));
            launch += random.NextExponential(life / 3);
        }

        var uncached = requests.Select(r => random.NextDouble() < hitShare ? 1 + random.NextInt(r.PromptTokens) : r.PromptTokens);
        var replayed = RequestReplay.Run(truth.ApplyTo(Limits), requests, [.. uncached], 0);
        return [.. requests.Zip(replayed, (r, t) => r with { Ttft = t.Ttft, E2e = t.E2e })];
    }

    private static void Near(StepCoefficients truth, StepCoefficients found, double tolerance)
    {
        Assert.InRange(found.PrefillPerToken / truth.PrefillPerToken, 1 - tolerance, 1 + tolerance);
        Assert.InRange(found.DecodeBase / truth.DecodeBase, 1 - tolerance, 1 + tolerance);
        Assert.InRange(
            (found.PrefillBase + 1000 * found.PrefillPerToken) / (truth.PrefillBase + 1000 * truth.PrefillPerToken), 1 - tolerance, 1 + tolerance);
    }
}
