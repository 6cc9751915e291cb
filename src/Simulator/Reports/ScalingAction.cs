namespace SageServe.Simulator;

/// <summary>One move of the planner. <paramref name="At"/> is envelope time.</summary>
public sealed record ScalingAction(Instant At, string Kind, string Pool, int Count, string Reason, string Detail);
