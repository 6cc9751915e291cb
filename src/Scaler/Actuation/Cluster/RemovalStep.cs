namespace SageServe.Scaler;

/// <param name="Kind">What.</param>
/// <param name="Why">A clause for people.</param>
/// <param name="Other">Who leaves instead.</param>
internal sealed record RemovalStep(RemovalKind Kind, string Why, ClusterPod? Other = null);
