namespace SageServe.Simulator;

/// <summary>
/// The virtual shell: drives the same flows and the same planner as the live shells, on modelled engines and a clock of events.
/// Same scenario and seed, same report, to the byte.
/// </summary>
public static class Simulation
{
    public static SimulationReport Run(SimulationScenario scenario, ulong seed)
    {
        var run = new SimulationRun(scenario, seed, SimulationChecker.All(), dropEngineEvent: null);
        run.Go();
        return ReportWriter.Write(run, seed);
    }
}
