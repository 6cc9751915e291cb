namespace SageServe.Routing;

/// <summary>What this gateway has sent to a replica and not got back.</summary>
public readonly record struct InstanceWork(InstanceId Instance, int Requests, long PromptTokens, double Seconds);
