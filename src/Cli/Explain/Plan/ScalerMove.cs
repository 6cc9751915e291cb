namespace SageServe.Cli;

/// <summary>One action of a running scaler and what became of it.</summary>
internal sealed record ScalerMove(Instant At, string Kind, PoolId Pool, int Count, string Reason, string Detail, bool Applied, string Receipt);
