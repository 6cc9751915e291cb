using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

/// <summary>The scenario that <c>up</c> and <c>simulate</c> make of their options.</summary>
public sealed class DemoWorldTests
{
    [Fact]
    public void Without_options_it_is_the_built_in_demonstration()
    {
        var (made, document) = (DemoWorld.Of(new UpOptions { For = TimeSpan.FromMinutes(15) }).Build(3), ScenarioLibrary.Find("demo").Build(3));
        Assert.Equal(Planning(document), Planning(made));
        Assert.Equal(document.Arrivals.Take(1000), made.Arrivals.Take(1000));
        Assert.Equal(document.History, made.History);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(1440)]
    public void The_mean_over_a_day_is_the_rate_asked_for_at_any_pace(double dayInMinutes)
    {
        var day = TimeSpan.FromMinutes(dayInMinutes);

        // As many requests each time; swings and the regions' time zones leave a few percent.
        var rate = 20 * 900 / day.TotalSeconds;
        var count = DemoWorld.Of(new UpOptions { DayIn = day, For = day, Rate = rate }).Build(3).Arrivals.Count();
        Assert.InRange(count / day.TotalSeconds / rate, 0.92, 1.08);
    }

    [Fact]
    public void Load_without_an_end_takes_every_tier_model_and_region()
    {
        var arrivals = DemoWorld.Of(new UpOptions()).Build(1).Arrivals.Take(2000).ToList();
        Assert.Equal(2000, arrivals.Count);
        Assert.Equal(ServiceTiers.All, arrivals.Select(a => a.Tier).Distinct().Order());
        Assert.Equal(2, arrivals.Select(a => a.Model).Distinct().Count());
        Assert.Equal(3, arrivals.Select(a => a.Origin).Distinct().Count());
        Assert.All(arrivals.Where(a => a.Tier == ServiceTier.InteractiveFast), a => Assert.True(a.Streaming));
        Assert.Contains(arrivals, a => a.Streaming && a.Tier == ServiceTier.NonInteractive);
    }

    [Fact]
    public void Trace_speed_divides_times_and_the_past_has_the_traces_rate_and_sizes()
    {
        using var folder = new TemporaryFolder();
        folder.Write("it's one.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n" + string.Concat(Enumerable.Range(0, 600).Select(s => $"2023-11-16 18:{s / 60:00}:{s % 60:00}.0000000,{100 + s % 2},7\n")));
        var slow = DemoWorld.Of(new UpOptions { Trace = folder["it's one.csv"] }).Build(1);
        var fast = DemoWorld.Of(new UpOptions { Trace = folder["it's one.csv"], TraceSpeed = 4 }).Build(1);
        var arrivals = fast.Arrivals.ToList();
        Assert.Equal(600, arrivals.Count);
        Assert.Equal(slow.Arrivals.Select(a => (a with { At = slow.Start + (a.At - slow.Start) / 4 }, a.Tier)), arrivals.Select(a => (a, a.Tier)));
        var bins = fast.History.Select(b => b.Start).Distinct().Count();
        Assert.InRange(fast.History.Sum(b => b.RequestsPerSecond) / bins, 4 * 0.97, 4 * 1.03);

        // With few requests in a bin the noise of their sizes, cut off at nothing, adds a little.
        Assert.InRange(fast.History.Sum(b => b.PromptTokensPerSecond) / fast.History.Sum(b => b.RequestsPerSecond), 98, 106);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_catalog_gets_the_mix_on_its_largest_and_smallest_model(bool trace)
    {
        using var folder = new TemporaryFolder();
        var catalog = folder.Write("c.json", JsonSerializer.Serialize(EmbeddedData.Catalog("paper"), SharedJson.Default.CatalogDocument));
        folder.Write("t.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\n" + string.Concat(Enumerable.Repeat("2023-11-16 18:15:00.0000000,100,7\n", 200)));
        var scenario = DemoWorld.Of(new UpOptions { Catalog = catalog, Trace = trace ? folder["t.csv"] : null }).Build(1);
        var bySize = scenario.Catalog.Models.OrderBy(m => m.WeightBytes).Select(m => m.Id).ToArray();
        Assert.Equal(new[] { bySize[0], bySize[^1] }.Order(), scenario.Arrivals.Take(200).Select(a => a.Model).Distinct().Order());
        Assert.Equal(scenario.Catalog.Regions.Select(r => r.Id).Order(), scenario.Arrivals.Take(200).Select(a => a.Origin).Distinct().Order());
    }

    private static string Planning(SimulationScenario scenario) => JsonSerializer.Serialize(scenario.Planning, (JsonSerializerOptions?)null);
}
