namespace SageServe.Simulator;

/// <summary>Sees a comparison go on. Called from the threads of the runs, several at once.</summary>
public interface IComparisonWatch
{
    void Started(ComparisonKey key);

    /// <param name="key">Which run.</param>
    /// <param name="share">Of its simulated time, 0 to 1.</param>
    void Progressed(ComparisonKey key, double share);

    void Ended(ComparisonRun run);
}
