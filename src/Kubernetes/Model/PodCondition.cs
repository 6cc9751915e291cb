namespace SageServe.Kubernetes;

/// <param name="Type">For example Ready or PodScheduled.</param>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="LastTransitionTime">When it last changed.</param>
public sealed record PodCondition(string Type, string Status, DateTimeOffset? LastTransitionTime = null);
