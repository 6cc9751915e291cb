using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>One change.</summary>
/// <param name="Version">The store's version after it.</param>
/// <param name="Key">Whose.</param>
/// <param name="Before">Null where it was made.</param>
/// <param name="After">Null where it went.</param>
public sealed record StoreEvent(long Version, ObjectKey Key, JsonObject? Before, JsonObject? After);
