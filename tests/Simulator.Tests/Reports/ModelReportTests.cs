namespace SageServe.Simulator.Tests;

public sealed class ModelReportTests
{
    [Fact]
    public void Models_add_up_to_the_tiers()
    {
        var source = ScenarioLibrary.Find("paper").With("duration", "4m").With("planning.strategy", "static");
        var report = Simulation.Run(source.Build(3), 3);

        Assert.Equal(4, report.Models.Count);
        foreach (var tier in report.Tiers)
        {
            var parts = report.Models.SelectMany(m => m.Tiers).Where(t => t.Tier == tier.Tier).ToList();
            Assert.Equal(tier.Requests, parts.Sum(p => p.Requests));
            Assert.Equal(tier.PromptTokens, parts.Sum(p => p.PromptTokens));
            Assert.Equal(tier.E2eSeconds!.Count, parts.Sum(p => p.E2eSeconds?.Count ?? 0));
            Assert.Equal(tier.E2eSeconds.P99, Merged(parts).At(0.99));
        }
    }

    private static QuantileSketch Merged(List<TierReport> parts)
    {
        var sketch = new QuantileSketch();
        foreach (var part in parts)
        {
            sketch.Merge(part.E2e);
        }

        return sketch;
    }
}
