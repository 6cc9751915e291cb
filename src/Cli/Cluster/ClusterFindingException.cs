namespace SageServe.Cli;

/// <summary>Ends a check with something else than that it holds; the message says what was seen.</summary>
internal sealed class ClusterFindingException(ClusterOutcome outcome, string seen) : Exception(seen)
{
    public ClusterOutcome Outcome => outcome;
}
