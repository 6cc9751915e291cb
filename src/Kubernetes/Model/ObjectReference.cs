namespace SageServe.Kubernetes;

public sealed record ObjectReference(string? Kind = null, string? Name = null, string? Namespace = null);
