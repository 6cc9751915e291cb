using SageServe.Planning;

namespace SageServe.Simulator.Tests;

/// <summary>The small world under a strategy and a target use; arrivals follow from the seed.</summary>
internal sealed record FakeSource : IScenarioSource
{
    public string Name => "small";

    public string Title => "Two regions and one model.";

    public string Strategy { get; init; } = "reactive";

    public double TargetUse { get; init; } = 0.6;

    /// <summary>Makes the runs of this strategy fail.</summary>
    public string Broken { get; init; } = "none";

    public SimulationScenario Build(ulong seed)
    {
        if (Strategy == Broken)
        {
            throw new InvalidOperationException("no such luck");
        }

        var arrivals = SmallWorld.Random(new RandomStream(seed), 12, 60);
        var scenario = SmallWorld.Scenario(arrivals, 2, 2);
        if (Strategy == "static")
        {
            return scenario;
        }

        var planned = SmallWorld.Planned(scenario, Strategy, hours: 6);
        return planned with { Planning = planned.Planning! with { TargetUse = TargetUse } };
    }

    public IScenarioSource With(string path, string value) => path switch
    {
        "planning.strategy" => this with { Strategy = value },
        "planning.target-use" => this with { TargetUse = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException($"There is no '{path}'; there are planning.strategy and planning.target-use.", nameof(path)),
    };
}
