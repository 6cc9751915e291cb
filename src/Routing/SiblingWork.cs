namespace SageServe.Routing;

/// <summary>What the other gateways of the region together have at one replica.</summary>
/// <param name="Instance">The replica.</param>
/// <param name="PromptTokens">Prompt tokens sent there and not prefilled.</param>
public readonly record struct SiblingWork(InstanceId Instance, long PromptTokens);
