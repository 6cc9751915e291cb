namespace SageServe.Kubernetes;

/// <param name="Ready">Takes traffic; null counts as ready.</param>
/// <param name="Serving">Like ready, also while terminating.</param>
/// <param name="Terminating">Being deleted.</param>
public sealed record EndpointConditions(bool? Ready = null, bool? Serving = null, bool? Terminating = null);
