namespace SageServe.Cli;

/// <summary>One move of the last day, or, from a file, of the plan's own tick.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">Start or Stop.</param>
/// <param name="Pool">Where.</param>
/// <param name="Count">Replicas.</param>
/// <param name="Reason">Short code.</param>
/// <param name="Detail">A sentence.</param>
/// <param name="Applied">Whether replicas moved; null from a file.</param>
/// <param name="Outcome">What became of it; null from a file.</param>
internal sealed record ExplainedMove(Instant At, string Kind, string Pool, double Count, string Reason, string Detail, bool? Applied, string? Outcome);
