namespace SageServe.Simulator.Tests;

/// <summary>Days that are not like others, as a scenario tells its forecasts.</summary>
public sealed class ScenarioCalendarTests : IDisposable
{
    /// <summary>The demand of a Monday that ends and a Tuesday that begins is as ever; what a calendar says of Tuesday changes what is held, and no request.</summary>
    private const string Yaml = """
        name: holiday
        title: "Two hours that a calendar may name"
        catalog: { from: demo }
        pools: [{ accelerator: a100-80gb-x2, models: [llama-3.1-70b], regions: [eastus], min: 1, max: 40, initial: 6 }]
        capacity: [{ accelerator: a100-80gb-x2, regions: [eastus], replicas: 60 }]
        start: 2026-06-01T23:00:00Z
        duration: 2h
        history: 14d
        planning: { strategy: lt-i }
        intervals: { scrape: 5s, release: 5s, progress: 5s }
        load:
          - name: chat
            generate: { rate: 8, shape: flat, tokens: chat }
            mix: { models: { llama-3.1-70b: 1 }, regions: { eastus: 1 }, tiers: { interactive-fast: 1 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_day_that_brings_more_is_held_for()
    {
        _folder.Write("sale.json", """{ "days": [ { "name": "Sale", "from": "2026-06-02", "scale": 4 } ] }""");
        _folder.Write("other.json", """{ "days": [ { "name": "Sale", "from": "2026-06-09", "scale": 4 } ] }""");
        var plain = Run("");
        var sale = Run("calendar: sale.json\n");
        var other = Run("calendar: other.json\n");

        Assert.Equal(plain.Requests, sale.Requests);
        Assert.True(sale.GpuHours > 1.5 * plain.GpuHours, $"{sale.GpuHours} {plain.GpuHours}");
        Assert.Equal(plain.GpuHours, other.GpuHours);
    }

    [Fact]
    public void What_is_wrong_with_a_calendar_is_told_when_the_scenario_is_read()
    {
        _folder.Write("bad.json", """{ "days": [ { "name": "Sale", "from": "someday", "scale": 4 } ], "hours": 3 }""");
        _folder.Write("torn.json", "{");
        Assert.Contains("'gone.json', which is neither in", Refused("gone.json"), StringComparison.Ordinal);
        Assert.Contains("this is no JSON", Refused("torn.json"), StringComparison.Ordinal);
        var bad = Refused("bad.json");
        Assert.Contains("days:0:from", bad, StringComparison.Ordinal);
        Assert.Contains("hours: is not known here", bad, StringComparison.Ordinal);
    }

    private SimulationReport Run(string more) => Simulation.Run(Scenario(more).Build(1), 1);

    private string Refused(string file) => Assert.Throws<BadInputException>(() => Scenario($"calendar: {file}\n")).Message;

    private IScenarioSource Scenario(string more) => ScenarioLibrary.Find(_folder.Write("day.yaml", Yaml + "\n" + more));
}
