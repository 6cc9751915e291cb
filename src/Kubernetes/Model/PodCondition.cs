namespace SageServe.Kubernetes;

/// <param name="Type">For example Ready or PodScheduled.</param>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="LastTransitionTime">When it last changed.</param>
/// <param name="Reason">A word, for example Unschedulable.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record PodCondition(string Type, string Status, DateTimeOffset? LastTransitionTime = null, string? Reason = null, string? Message = null);
