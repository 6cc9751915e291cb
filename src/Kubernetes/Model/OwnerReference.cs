namespace SageServe.Kubernetes;

/// <param name="Kind">Of the owner, for example ReplicaSet.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Controller">True for the one owner that makes and removes the object.</param>
/// <param name="ApiVersion">For example apps/v1.</param>
public sealed record OwnerReference(string Kind, string Name, string Uid, bool? Controller = null, string? ApiVersion = null);
