namespace SageServe.Simulator;

/// <summary>
/// The virtual shell: drives the same flows and the same planner as the live shells, on modelled engines and a clock of events.
/// Same scenario and seed, same report, to the byte.
/// </summary>
public static class Simulation
{
    public static SimulationReport Run(SimulationScenario scenario, ulong seed) => Run(scenario, seed, []);

    /// <param name="scenario">What to run.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="others">Watch the run beside the checkers.</param>
    internal static SimulationReport Run(SimulationScenario scenario, ulong seed, IReadOnlyList<SimulationChecker> others)
    {
        var run = new SimulationRun(scenario, seed, [.. SimulationChecker.All(), .. others], dropEngineEvent: null);
        run.Go();
        return ReportWriter.Write(run, seed);
    }
}
