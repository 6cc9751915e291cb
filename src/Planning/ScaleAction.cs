namespace SageServe.Planning;

/// <param name="Kind">What to do.</param>
/// <param name="Pool">Where.</param>
/// <param name="Count">How many replicas, at least one.</param>
/// <param name="Reason">Short code in kebab case: a metric label.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record ScaleAction(ScaleActionKind Kind, PoolId Pool, int Count, string Reason, string Detail);
