namespace SageServe.Cli;

/// <summary>A check as it is told; the words stand in docs/schema/check-cluster.schema.json.</summary>
internal sealed record ClusterCheckResult(string Id, string Sentence, string ReliesOn, string Source, string Outcome, string? Seen, double Seconds)
{
    public static ClusterCheckResult Of(ClusterAssertion assertion, ClusterOutcome outcome, string? seen, TimeSpan took) =>
        new(assertion.Id, assertion.Sentence, assertion.ReliesOn, assertion.Source, Name(outcome), seen, Math.Round(took.TotalSeconds, 3));

    public static string Name(ClusterOutcome outcome) => outcome switch
    {
        ClusterOutcome.Holds => "holds",
        ClusterOutcome.Differs => "differs",
        ClusterOutcome.Unknown => "unknown",
        _ => "skipped",
    };
}
