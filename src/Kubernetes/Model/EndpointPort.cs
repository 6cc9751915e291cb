namespace SageServe.Kubernetes;

public sealed record EndpointPort(string? Name = null, int? Port = null);
