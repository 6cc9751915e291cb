namespace SageServe.Gateway;

/// <summary>Prompt tokens that a gateway has sent to a replica and that are not prefilled.</summary>
/// <param name="Model">Served there.</param>
/// <param name="Replica">Where.</param>
/// <param name="Tokens">More than none.</param>
internal readonly record struct InFlightPrompts(ModelId Model, InstanceId Replica, long Tokens);
