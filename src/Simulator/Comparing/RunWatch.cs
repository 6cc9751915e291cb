namespace SageServe.Simulator;

/// <summary>Tells a comparison's watch how far one run is.</summary>
internal sealed class RunWatch(ComparisonKey key, IComparisonWatch watch) : IProgress<SimulationProgress>
{
    public void Report(SimulationProgress value) => watch.Progressed(key, value.Share);
}
