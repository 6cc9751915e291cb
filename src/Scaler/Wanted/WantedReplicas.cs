namespace SageServe.Scaler;

/// <summary>One pool as another actuator is to set it. Times are on the planning clock.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Wanted">Replicas it is to have, within the catalog's bounds and the guardrails.</param>
/// <param name="Current">Replicas that serve or start, as the last tick saw them.</param>
/// <param name="Since">When it was decided.</param>
/// <param name="Reason">Short code of the decision.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record WantedReplicas(PoolId Pool, int Wanted, int Current, Instant Since, string Reason, string Detail);
