using System.Text;
using System.Text.Json;
using SageServe.Routing;
using SageServe.Simulator;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

/// <summary>A simulated run with everything in it (two regions, all tiers, a kill, a planner), and its decision log.</summary>
internal static class RecordedRun
{
    public static SimulationScenario Scenario(ulong seed)
    {
        var random = new RandomStream(seed).Child("scenario");
        var scenario = SmallWorld.Scenario(SmallWorld.Random(random, 10, 40), east: 2, west: 1, seconds: 40) with
        {
            Kills = [new ReplicaKill(SmallWorld.Start + TimeSpan.FromSeconds(20), SmallWorld.Pool(SmallWorld.East))],
            Routing = new ModelFlowOptions { InstancePolicy = "power-of-two", ReplicaBoundSeconds = 3 },
        };
        return SmallWorld.Planned(scenario, "lt-ua", hours: 3);
    }

    public static (SimulationReport Report, List<string> Lines) Record(ulong seed)
    {
        using var log = new MemoryStream();
        var report = Simulation.Run(Scenario(seed) with { Decisions = log }, seed);
        return (report, [.. Encoding.UTF8.GetString(log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }

    public static DecisionRecord Parse(string line) => JsonSerializer.Deserialize(line, SharedJson.Default.DecisionRecord)!;
}
