namespace SageServe.ClusterHour;

/// <summary>What is known of one region after the hour, from its cluster's side alone.</summary>
/// <param name="Region">Its id.</param>
/// <param name="Lines">All that was written, in the order of its store.</param>
/// <param name="Pods">All that were there.</param>
/// <param name="Events">How many there are of a reason.</param>
/// <param name="Scalers">How many scalers it has.</param>
/// <param name="Unsettled">What is missing at the end; null: nothing.</param>
internal sealed record RegionStory(string Region, IReadOnlyList<AuditLine> Lines, IReadOnlyCollection<PodStory> Pods, Func<string, int> Events, int Scalers, string? Unsettled)
{
    public static RegionStory Of(RegionStage stage, int scalers) => new(
        stage.Region,
        stage.Audit.Lines,
        stage.Audit.Pods,
        stage.Audit.Events,
        scalers,
        stage.IsWhole() ? null : string.Join(", ", HourWorld.Models.Select(m => $"{m} {stage.Workload(m).Number("status.readyReplicas")} ready of {stage.Workload(m).Number("spec.replicas")}")));
}
