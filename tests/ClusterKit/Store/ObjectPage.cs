using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>A part of a list.</summary>
/// <param name="Version">The store's version that the whole list shows.</param>
/// <param name="Items">Objects as they were then.</param>
/// <param name="Rest">Those after them, of the same moment.</param>
internal sealed record ObjectPage(long Version, JsonObject[] Items, JsonObject[] Rest);
