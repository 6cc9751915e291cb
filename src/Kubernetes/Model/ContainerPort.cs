using System.Text.Json.Serialization;

namespace SageServe.Kubernetes;

public sealed record ContainerPort([property: JsonPropertyName("containerPort")] int Number = 0, string? Name = null);
