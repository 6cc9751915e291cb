namespace SageServe.Cli.Tests;

/// <summary>What-ifs on top of each other: one world with all of them.</summary>
public sealed class WhatIfTests
{
    private static readonly IScenarioSource Source = ScenarioLibrary.Find("paper").With("duration", "1m").With("history", "6h");

    [Fact]
    public void Together_they_make_one_variant_with_every_change()
    {
        var all = WhatIf.Together(Source, ["north:like=eastus"], ["llama2-70b=h100-80gb-x8"], ["interactive-fast=1"]);
        Assert.Equal("--add-region north:like=eastus --gpu llama2-70b=h100-80gb-x8 --tier-mix interactive-fast=1", all.Name);
        Assert.Equal(["add-region", "gpu", "tier-mix"], all.Changes.Select(c => c.Key));
        var scenario = all.Source.Build(2);
        Assert.Contains(scenario.Catalog.Pools, p => p.Id.Region.Value == "north");
        Assert.All(scenario.Catalog.Pools.Where(p => p.Id.Model.Value == "llama2-70b"), p => Assert.Equal("h100-80gb-x8", p.Id.Accelerator.Value));
        var arrivals = scenario.Arrivals.ToList();
        Assert.Contains(arrivals, a => a.Origin.Value == "north");
        Assert.All(arrivals, a => Assert.Equal(ServiceTier.InteractiveFast, a.Tier));
        Assert.All(scenario.History, b => Assert.Equal(ServiceTier.InteractiveFast, b.Series.Tier));
        Assert.Equal(Source.Build(2).Arrivals.Select(a => (a.At, a.PromptTokens)), arrivals.Select(a => (a.At, a.PromptTokens)));
    }

    [Fact]
    public void Who_knows_the_future_knows_the_changed_one()
    {
        var scenario = WhatIf.Together(Source, ["north"], [], ["non-interactive=1,interactive-normal=1"]).Source.Build(2);
        Assert.Equal(scenario.Preview!().ToList(), scenario.Arrivals.ToList());
        Assert.Equal(scenario.Preview!().ToList(), scenario.Preview!().ToList());
    }

    [Fact]
    public void None_of_them_change_nothing() => Assert.Same(Source, WhatIf.Together(Source, [], [], []).Source);

    [Fact]
    public void One_run_has_one_mix() => Assert.Contains(
        "one run has one mix", Assert.Throws<BadInputException>(() => WhatIf.Together(Source, [], [], ["interactive-fast=1", "non-interactive=1"])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Simulate_takes_them_with_and_without_a_scenario()
    {
        using var folder = new TemporaryFolder();
        foreach (var scenario in new string[][] { ["simulate"], ["simulate", "demo"] })
        {
            await CliProgram.Succeeds([.. scenario, "--duration", "20s", "--add-region", "north", "--tier-mix", "interactive-normal=1", "--json", folder["r.json"]]);
            using var report = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
            Assert.Equal(
                report.RootElement.GetProperty("requests").GetInt32(),
                report.RootElement.GetProperty("tiers").EnumerateArray().Single(t => t.GetProperty("tier").GetString() == "interactive-normal").GetProperty("requests").GetInt32());
        }

        await CliProgram.Refuses("there is a region 'eastus' already", "simulate", "--add-region", "eastus");
    }
}
