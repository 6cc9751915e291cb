namespace SageServe.Kubernetes;

public sealed record Container(string Name = "", IReadOnlyList<ContainerPort>? Ports = null, ContainerResources? Resources = null);
