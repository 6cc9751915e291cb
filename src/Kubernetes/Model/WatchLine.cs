using System.Text.Json;

namespace SageServe.Kubernetes;

/// <summary>One line of a watch: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR (then the object is a status).</summary>
public sealed record WatchLine(string Type, JsonElement Object);
