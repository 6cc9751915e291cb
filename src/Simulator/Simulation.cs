namespace SageServe.Simulator;

/// <summary>
/// The virtual shell: drives the same flows and the same planner as the live shells, on modelled engines and a clock of events.
/// Same scenario and seed, same report, to the byte.
/// </summary>
public static class Simulation
{
    /// <param name="scenario">What happens; its arrivals are read once.</param>
    /// <param name="seed">Of every chance in the run.</param>
    /// <param name="progress">Told as the run goes, from the calling thread; it changes nothing.</param>
    /// <param name="cancellation">Ends the run without a report.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvariantException">A checker found that the product or the world broke a rule.</exception>
    public static SimulationReport Run(
        SimulationScenario scenario, ulong seed, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var recorder = scenario.Series is { } series ? new SeriesRecorder(scenario, series) : null;
        IReadOnlyList<SimulationChecker> checkers = [.. scenario.Checks ? SimulationChecker.All() : [], .. recorder is null ? [] : new[] { recorder }];
        var run = new SimulationRun(scenario, seed, checkers, dropEngineEvent: null);
        recorder?.Watch(run.Kernel);
        run.Go(progress, cancellation);
        return ReportWriter.Write(run, seed) with { Series = recorder?.ToReport() };
    }
}
