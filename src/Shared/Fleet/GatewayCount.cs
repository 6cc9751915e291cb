namespace SageServe.Shared;

/// <summary>How many gateways of a region share its replicas, as one of them knows it.</summary>
/// <param name="Live">Gateways that are alive now, itself included; at least 1.</param>
/// <param name="LeastKept">
/// The least number of gateways that any other live one with a share still divides bounds by, as it publishes it (routing's
/// <c>KeptGateways</c>); <paramref name="Live"/> or more means that all have made room. One that joined too lately for its word to have
/// come counts as 0. <paramref name="Live"/> where no other has a share.
/// </param>
public sealed record GatewayCount(int Live, int LeastKept);
