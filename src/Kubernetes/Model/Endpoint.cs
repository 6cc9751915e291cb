namespace SageServe.Kubernetes;

public sealed record Endpoint
{
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public EndpointConditions? Conditions { get; init; }

    /// <summary>The pod behind the address.</summary>
    public ObjectReference? TargetRef { get; init; }

    public string? NodeName { get; init; }
}
