namespace SageServe.Simulator.Tests;

public sealed class BuiltInScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioLibrary.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_built_in_scenario_binds_and_is_named_as_its_file(string name)
    {
        var scenario = ScenarioLibrary.Find(name);
        Assert.Equal(name, scenario.Name);
        Assert.NotEmpty(scenario.Title);
        Assert.StartsWith("# yaml-language-server: $schema=../../../../docs/schema/scenario.schema.json\n", ScenarioLibrary.Text(name), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_built_in_scenario_has_a_small_variant_that_runs(string name)
    {
        if (name is "demo-trace" or "azure-2023" or "code-2024-week" or "servegen" or "prefix-reuse" or "interference" or "savings")
        {
            SharedData.Require(name switch
            {
                "prefix-reuse" => "mooncake/synthetic_trace.jsonl.gz",
                "savings" => "azure-llm-2024-week/tenmin_rate_digitised_code.csv",
                _ => "azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz",
            });
        }

        Assert.Equal(TimeSpan.FromHours(2), ScenarioLibrary.Find(name).With("duration", "2h").Build(1).Duration);
        var report = Simulation.Run(ScenarioLibrary.Find(name).With("duration", "20s").With("history", "1d").Build(2), 2);
        Assert.True(report.Requests > 10, $"{report.Requests} requests");
        Assert.Equal(report.Requests, report.Completed + report.Failed + report.Pending);
    }

    [Fact]
    public void The_papers_week_has_its_published_rates()
    {
        var week = ScenarioLibrary.Find("paper").With("start", "2024-11-04").With("duration", "7d").Build(1);
        var bins = new int[7 * 6, 2];
        var (interactive, patient) = (0, 0);
        foreach (var arrival in week.Arrivals)
        {
            var isPatient = arrival.Tier == ServiceTier.NonInteractive;
            bins[(int)((arrival.At - week.Start) / TimeSpan.FromHours(4)), isPatient ? 1 : 0]++;
            _ = isPatient ? patient++ : interactive++;
        }

        // 7.2 million rows, 72 % interactive; four-hour means: weekday peaks 17-22 a second, troughs 5-8, batch 2-4.5.
        Assert.InRange(interactive + patient, 6_800_000, 7_600_000);
        Assert.InRange(interactive / (double)(interactive + patient), 0.70, 0.74);
        double Rate(int bin, int kind) => bins[bin, kind] / (4 * 3600.0);
        for (var day = 1; day < 5; day++)
        {
            var rates = Enumerable.Range(day * 6, 6).Select(b => Rate(b, 0)).ToArray();
            Assert.InRange(rates.Max(), 16.5, 22);
            Assert.InRange(rates.Min(), 4.5, 8);
        }

        Assert.All(Enumerable.Range(0, 42), b => Assert.InRange(Rate(b, 1), 2.0, 4.7));
    }

    [Fact]
    public void The_azure_hour_arrives_whole()
    {
        SharedData.Require("azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz");
        var arrivals = ScenarioLibrary.Find("azure-2023").Build(1).Arrivals.ToList();
        Assert.Equal(19_366 + 8_819, arrivals.Count);
        Assert.Equal(22_361_870 + 18_059_974, arrivals.Sum(a => (long)a.PromptTokens));
        Assert.Equal(arrivals.OrderBy(a => a.At).Select(a => a.At), arrivals.Select(a => a.At));
    }

    [Theory]
    [InlineData("code-2024-week", 2_938_660)]
    [InlineData("servegen", 757_374)]
    public void A_series_day_has_the_requests_of_its_file(string name, int requests)
    {
        SharedData.Require("azure-llm-2024-week/hourly_requests_digitised_code.csv");
        var scenario = ScenarioLibrary.Find(name).Build(1);
        Assert.InRange(scenario.Arrivals.Count() / (double)requests, 0.98, 1.02);
        Assert.NotEmpty(scenario.History);
        Assert.All(scenario.History, b => Assert.True(b.RequestsPerSecond >= 0 && b.Start < scenario.Start));
    }

    [Fact]
    public void Mooncakes_prefixes_reach_the_engine_as_blocks_of_its_size()
    {
        var file = SharedData.Require("mooncake/synthetic_trace.jsonl.gz");
        using var folder = new TemporaryFolder();
        var scenario = ScenarioLibrary.Find(folder.Write(
            "s.yaml", $"name: m\ntitle: M\nduration: 2m\nload:\n  - name: t\n    trace: {{ file: {file} }}\n    mix: {{ models: {{ llama-3.1-8b: 1 }} }}\n")).Build(1);
        var arrivals = scenario.Arrivals.ToList();
        Assert.All(arrivals, a => Assert.True(a.PrefixBlocks.Length <= a.PromptTokens / 16));
        var blocks = arrivals.SelectMany(a => a.PrefixBlocks).ToList();
        Assert.True(blocks.Distinct().Count() < blocks.Count);
        Assert.Equal(32, arrivals[0].PrefixBlocks.Take(32).Distinct().Count());
    }

    [Fact]
    public void A_short_run_of_the_paper_scenario_goes_through_and_repeats_to_the_byte()
    {
        var scenario = ScenarioLibrary.Find("paper").With("duration", "3m").With("history", "2d");
        var first = Simulation.Run(scenario.Build(3), 3);
        Assert.True(first.Requests > 500, $"{first.Requests} requests");
        Assert.Equal(first.ToJson(), Simulation.Run(scenario.Build(3), 3).ToJson());
    }
}
