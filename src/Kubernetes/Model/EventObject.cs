namespace SageServe.Kubernetes;

public sealed record EventObject(string? ApiVersion = null, string? Kind = null, string? Namespace = null, string? Name = null, string? Uid = null);
