namespace SageServe.Cli;

/// <summary>All checks of a cluster.</summary>
internal sealed record ClusterCheckReport(string Server, string Version, string Namespace, IReadOnlyList<ClusterCheckResult> Checks)
{
    public int Holds => Count(ClusterOutcome.Holds);

    public int Differs => Count(ClusterOutcome.Differs);

    public int Unknown => Count(ClusterOutcome.Unknown);

    public int Skipped => Count(ClusterOutcome.Skipped);

    /// <summary>For the shell: whether everything that could be there is as assumed.</summary>
    public int ExitCode() => Differs + Unknown > 0 ? 1 : 0;

    private int Count(ClusterOutcome outcome) => Checks.Count(c => c.Outcome == ClusterCheckResult.Name(outcome));
}
