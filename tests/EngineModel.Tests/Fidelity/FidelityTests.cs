namespace SageServe.EngineModel.Tests;

/// <summary>The engine model with the demo profile against requests measured on the real engine, launched at the same times.</summary>
public sealed class FidelityTests
{
    [Theory]
    [InlineData("sharegpt_output_0.1")]
    [InlineData("sharegpt_output_0.3")]
    [InlineData("sharegpt_output_0.5")]
    public void Chat_at_low_load_has_the_measured_tail_ttft_and_generation_time(string run)
    {
        var measured = MeasuredRun.Read(run);
        var modelled = Replay(measured);
        // About a third of the measured requests hit a prefix cache that their lengths do not tell, so the median TTFT is
        // compared on the others and the tail on all.
        Near(Quantile(measured.Select(m => m.Ttft), 0.95), Quantile(modelled.Select(m => m.Ttft), 0.95), 0.15);
        Near(Quantile(measured.Select(m => m.Generation), 0.5), Quantile(modelled.Select(m => m.Generation), 0.5), 0.12);
        var uncached = measured.Zip(modelled)
            .Where(p => p.First.Ttft > 0.85 * DemoCatalog.BigProfile.UnloadedPrefillSeconds(p.First.Prompt)).ToArray();
        Assert.True(uncached.Length > measured.Length / 2);
        Near(Quantile(uncached.Select(p => p.First.Ttft), 0.5), Quantile(uncached.Select(p => p.Second.Ttft), 0.5), 0.15);
    }

    [Theory]
    [InlineData("short_input_qps0.1")]
    [InlineData("short_input_qps0.5")]
    [InlineData("short_input_qps1")]
    public void Short_prompts_differ_from_the_measured_by_no_more_than_http_overhead(string run)
    {
        var measured = MeasuredRun.Read(run);
        var modelled = Replay(measured);
        var overhead = Quantile(measured.Select(m => m.Ttft), 0.5) - Quantile(modelled.Select(m => m.Ttft), 0.5);
        Assert.InRange(overhead, -0.01, 0.05);
        Near(Quantile(measured.Select(m => m.Generation), 0.5), Quantile(modelled.Select(m => m.Generation), 0.5), 0.1);
    }

    [Theory]
    [InlineData(0.0, 1.0, 1.3)]
    [InlineData(0.33, 1.4, 1.7)]
    public void Overloaded_it_serves_little_more_than_the_measured_knee(double cachedShare, double low, double high)
    {
        var mix = MeasuredRun.Read("sharegpt_output_0.5");
        var random = new RandomStream(1);
        var engine = new EngineInstance(DemoCatalog.BigProfile, 16384, reportEveryToken: false);
        var events = new List<EngineEvent>();
        var seconds = 0.0;
        for (var i = 0; i < 800; i++)
        {
            var pick = mix[random.NextInt(mix.Length)];
            engine.Enqueue(new EngineRequest(i, (int)(pick.Prompt * (1 - cachedShare)), pick.Output, 0, []), EngineRun.At(seconds * 1000));
            seconds += random.NextExponential(1 / 1.8);
        }

        engine.Advance(EngineRun.At(seconds * 1000), events);
        var rate = events.Count(e => e.Kind == EngineEventKind.Completed) / seconds;
        TestContext.Current.SendDiagnosticMessage($"{cachedShare:P0} cached: {rate:0.00} requests/s");
        Assert.InRange(rate, low, high);
        Assert.True(1 / DemoCatalog.BigProfile.WorkSeconds(1148, 217) < rate, "the rated capacity is below what it can serve");
    }

    private static (double Ttft, double Generation)[] Replay(MeasuredRequest[] measured)
    {
        var run = EngineRun.Of(DemoCatalog.BigProfile, 16384);
        for (var i = 0; i < measured.Length; i++)
        {
            run.Enqueue(measured[i].Launch * 1000, i, measured[i].Prompt, measured[i].Output);
        }

        run.Finish();
        var first = Times(run, EngineEventKind.FirstToken);
        var last = Times(run, EngineEventKind.Completed);
        return [.. measured.Select((m, i) => (first[i] - m.Launch, last[i] - first[i]))];
    }

    private static Dictionary<long, double> Times(EngineRun run, EngineEventKind kind) => run.Events
        .Where(e => e.Kind == kind)
        .ToDictionary(e => e.RequestId, e => (e.At - EngineRun.Start).TotalSeconds);

    private static double Quantile(IEnumerable<double> values, double p)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(p * sorted.Length))];
    }

    private static void Near(double expected, double actual, double tolerance)
    {
        TestContext.Current.SendDiagnosticMessage($"measured {expected:0.000} s, modelled {actual:0.000} s");
        Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
    }
}
