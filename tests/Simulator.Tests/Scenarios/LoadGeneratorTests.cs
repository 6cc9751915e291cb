namespace SageServe.Simulator.Tests;

/// <summary>Generated load against what it was told to be, from seeds.</summary>
public sealed class LoadGeneratorTests : IDisposable
{
    private const string Head = "name: g\ntitle: G\nstart: 2026-06-01\nload:\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_mean_and_the_index_of_dispersion_are_those_asked_for() => Seeds.Check(5, (seed, _) =>
    {
        var scenario = Scenario("duration: 6h", "{ rate: 20, tokens: chat, swings: [{ over: 10s, dispersion: 8 }] }");
        var counts = Counts(scenario.Build(seed), TimeSpan.FromSeconds(10), 6 * 360);
        Assert.InRange(counts.Average() / 10, 20 * 0.97, 20 * 1.03);
        Assert.InRange(Dispersion(counts), 8 * 0.85, 8 * 1.15);
    });

    [Fact]
    public void Without_swings_counts_are_poissons() => Seeds.Check(5, (seed, _) =>
    {
        var scenario = Scenario("duration: 6h", "{ rate: 5, tokens: chat }");
        Assert.InRange(Dispersion(Counts(scenario.Build(seed), TimeSpan.FromSeconds(10), 6 * 360)), 0.9, 1.1);
    });

    [Theory]
    [InlineData("chat", 5.53, 1, 1.39, 0.25)]
    [InlineData("chat", 5.53, 60, 16.1, 6)]
    [InlineData("code", 2.57, 1, 13.2, 4)]
    [InlineData("code", 2.57, 10, 71.6, 22)]
    [InlineData("code", 2.57, 60, 164, 55)]
    public void Burstiness_is_near_what_was_measured_on_azure_2023(string name, double rate, int window, double measured, double within)
    {
        // The measured hour is one draw of its process; eight generated ones are averaged.
        var scenario = Scenario("duration: 1h", $"{{ rate: {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}, tokens: {name}, burstiness: {name} }}");
        var dispersion = Enumerable.Range(1, 8).Average(seed => Dispersion(Counts(scenario.Build((ulong)seed), TimeSpan.FromSeconds(window), 3600 / window)));
        Assert.InRange(dispersion, measured - within, measured + within);
    }

    [Fact]
    public void The_day_follows_its_shape_by_hour()
    {
        var scenario = Scenario("duration: 7d", "{ rate: 2, shape: chat, tokens: chat }").Build(4);
        var hours = Counts(scenario, TimeSpan.FromHours(1), 168);
        var shape = HourOfWeekShape.Published("chat");
        var wanted = Enumerable.Range(0, 168).Select(h => shape.At(scenario.Start + TimeSpan.FromHours(h + 0.5))).ToArray();
        Assert.True(Correlation(hours, wanted) > 0.99, $"correlation {Correlation(hours, wanted)}");
    }

    [Fact]
    public void Shares_come_out_as_the_mix_says()
    {
        var scenario = Scenario("duration: 1h", "{ rate: 50, tokens: chat }", "{ models: { llama-3.1-8b: 3, llama-3.1-70b: 1 }, regions: { eastus: 0.8, westus: 0.2 }, tiers: { interactive-fast: 1, non-interactive: 1 }, streaming: 0.5 }");
        var arrivals = scenario.Build(2).Arrivals.ToList();
        double Share(Func<SimulatedArrival, bool> which) => arrivals.Count(which) / (double)arrivals.Count;
        Assert.InRange(Share(a => a.Model.Value == "llama-3.1-8b"), 0.74, 0.76);
        Assert.InRange(Share(a => a.Origin.Value == "eastus"), 0.79, 0.81);
        Assert.InRange(Share(a => a.Tier == ServiceTier.NonInteractive), 0.49, 0.51);
        Assert.InRange(Share(a => a.Streaming), 0.24, 0.26);
        Assert.DoesNotContain(arrivals, a => a.Streaming && a.Tier == ServiceTier.NonInteractive);
    }

    [Fact]
    public void Tiers_stream_as_it_is_said_of_each()
    {
        var arrivals = Scenario("duration: 1h", "{ rate: 50, tokens: chat }", "{ tiers: { interactive-fast: 1, interactive-normal: 1, non-interactive: 1 }, streaming: 0.9, streaming-by-tier: { interactive-normal: 0.2, non-interactive: 0.5 } }").Build(2).Arrivals.ToList();
        double Share(ServiceTier tier) => arrivals.Where(a => a.Tier == tier).Average(a => a.Streaming ? 1.0 : 0);
        Assert.InRange(Share(ServiceTier.InteractiveFast), 0.89, 0.91);
        Assert.InRange(Share(ServiceTier.InteractiveNormal), 0.19, 0.21);
        Assert.InRange(Share(ServiceTier.NonInteractive), 0.48, 0.52);
    }

    [Fact]
    public void One_seed_gives_the_same_arrivals_and_a_shorter_run_their_beginning()
    {
        var scenario = Scenario("duration: 10m", "{ rate: 20, tokens: code, burstiness: code }");
        var whole = scenario.Build(7).Arrivals.ToList();
        Assert.Equal(whole, scenario.Build(7).Arrivals);
        Assert.Equal(whole, scenario.Build(7).Preview!());
        Assert.NotEqual(whole, scenario.Build(8).Arrivals);
        var shorter = scenario.With("duration", "4m").Build(7).Arrivals.ToList();
        Assert.Equal(whole.Take(shorter.Count), shorter);
        Assert.Equal(whole.OrderBy(a => a.At).Select(a => a.At), whole.Select(a => a.At));
    }

    [Fact]
    public void A_ramp_multiplies_the_rate_and_stays_out_of_the_past()
    {
        var scenario = Scenario("duration: 3h\nhistory: 1d\nplanning: { demand-bin: 5m }", "{ rate: 4, tokens: chat, ramp: { at: 1h, over: 1h, factor: 10 } }").Build(1);
        var hours = Counts(scenario, TimeSpan.FromHours(1), 3);
        Assert.InRange(hours[0], 4 * 3600 * 0.97, 4 * 3600 * 1.03);
        Assert.InRange(hours[1], 22 * 3600 * 0.97, 22 * 3600 * 1.03);
        Assert.InRange(hours[2], 40 * 3600 * 0.97, 40 * 3600 * 1.03);
        Assert.InRange(scenario.History.Sum(b => b.RequestsPerSecond) / 288, 3.9, 4.1);
        Assert.All(scenario.History, b => Assert.True(b.Start + b.Length <= scenario.Start));
    }

    [Fact]
    public void A_source_kept_out_of_history_is_not_in_it() => Assert.Empty(
        ScenarioLibrary.Find("launch-day").Build(1).History.Where(b => b.Series.Model.Value == "llama-3.1-70b"));

    [Fact]
    public void A_source_kept_out_of_the_run_is_only_its_past()
    {
        var both = "duration: 10m\nhistory: 1d\nname: g\ntitle: G\nload:\n  - { name: now, in-history: false, generate: { rate: 10, tokens: chat } }\n"
            + "  - { name: before, in-run: false, generate: { rate: 3, tokens: code }, mix: { regions: { westus: 1 } } }\n";
        var scenario = ScenarioLibrary.Find(_folder.Write("s.yaml", both)).Build(1);
        Assert.InRange(scenario.Arrivals.Count() / 600.0, 9, 11);
        Assert.All(scenario.History, b => Assert.Equal("westus", b.Series.Origin.Value));
        Assert.InRange(scenario.History.Sum(b => b.RequestsPerSecond * b.Length.TotalDays), 2.9, 3.1);
        var neither = Assert.Throws<BadInputException>(() => ScenarioLibrary.Find(_folder["s.yaml"]).With("load.now.in-run", "false"));
        Assert.Contains("neither in-history nor in-run", neither.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scale_multiplies_generated_and_traced_load_and_the_past()
    {
        _folder.Write("t.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n" + string.Concat(Enumerable.Range(0, 60).Select(s => $"2023-11-16 18:15:{s:00}.0000000,10,7\n")));
        var text = "duration: 1h\nhistory: 1d\nload-scale: 3\nname: g\ntitle: G\nload:\n  - { name: a, generate: { rate: 2, tokens: chat } }\n  - { name: t, trace: { file: t.csv }, mix: { tiers: { non-interactive: 1 } } }\n";
        var scenario = ScenarioLibrary.Find(_folder.Write("s.yaml", text)).Build(1);
        Assert.Equal(180, scenario.Arrivals.Count(a => a.Tier == ServiceTier.NonInteractive));
        Assert.InRange(scenario.Arrivals.Count(a => a.Tier != ServiceTier.NonInteractive) / 3600.0, 5.8, 6.2);
        Assert.InRange(scenario.History.Sum(b => b.RequestsPerSecond * b.Length.TotalDays), 5.8, 6.2);
    }

    [Fact]
    public void Bursts_repeat_the_first_minute_of_every_hour()
    {
        var plain = ScenarioLibrary.Find("paper").With("duration", "65m").Build(5).Arrivals.ToList();
        var burst = ScenarioLibrary.Find("paper-burst").With("duration", "65m").Build(5).Arrivals.ToList();
        bool First(SimulatedArrival a) => a.At.ToDateTimeOffset().Minute == 0;
        Assert.Equal(9 * plain.Count(First), burst.Count(First));
        Assert.Equal(plain.Where(a => !First(a)), burst.Where(a => !First(a)));
    }

    [Fact]
    public void A_trace_is_windowed_sped_up_scaled_and_its_past_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 600).Select(s => $"{{\"at\":{s},\"prompt_tokens\":{100 + s},\"output_tokens\":9,\"model\":\"llama-3.1-8b\",\"origin\":\"x\",\"tier\":\"interactive-normal\"}}\n"));
        _folder.Write("t.jsonl", rows);
        var file = _folder.Write("s.yaml", Head + "  - name: t\n    trace: { file: t.jsonl, from: 5m, speed: 2, scale: 2, rename: { regions: { x: westus } } }\nduration: 1m\nhistory: 1h\nplanning: { demand-bin: 1m }\n");
        var scenario = ScenarioLibrary.Find(file).Build(1);
        var arrivals = scenario.Arrivals.ToList();
        Assert.Equal(240, arrivals.Count);
        Assert.Equal((400, scenario.Start), (arrivals[0].PromptTokens, arrivals[0].At));
        Assert.Equal(scenario.Start + TimeSpan.FromSeconds(0.5), arrivals[2].At);
        Assert.All(arrivals, a => Assert.Equal(("westus", ServiceTier.InteractiveNormal), (a.Origin.Value, a.Tier)));
        Assert.Equal(300 * 2, scenario.History.Sum(b => b.RequestsPerSecond * 60), 1e-6);
        var unknown = ScenarioLibrary.Find(file).With("load.t.trace.rename.regions", "{ x: mars }");
        Assert.Contains("region 'x'", Assert.Throws<BadInputException>(() => unknown.Build(1)).Message, StringComparison.Ordinal);
        Assert.Contains("--data DIR", Assert.Throws<BadInputException>(() => ScenarioLibrary.Find(file).With("load.t.trace.file", "none.csv").Build(1)).Message, StringComparison.Ordinal);
    }

    private IScenarioSource Scenario(string top, string generate, string mix = "{ models: { llama-3.1-8b: 1 } }") =>
        ScenarioLibrary.Find(_folder.Write("s.yaml", $"{top}\n{Head}  - name: a\n    generate: {generate}\n    mix: {mix}\n"));

    private static double[] Counts(SimulationScenario scenario, TimeSpan window, int windows)
    {
        var counts = new double[windows];
        foreach (var arrival in scenario.Arrivals)
        {
            counts[(int)((arrival.At - scenario.Start) / window)]++;
        }

        return counts;
    }

    private static double Dispersion(double[] counts)
    {
        var mean = counts.Average();
        return counts.Average(c => (c - mean) * (c - mean)) / mean;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var together = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB));
        return together / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(x => (x - meanB) * (x - meanB)));
    }
}
