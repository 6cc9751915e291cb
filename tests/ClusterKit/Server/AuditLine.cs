using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>One write as the server's audit would have it.</summary>
/// <param name="At">By the server's clock.</param>
/// <param name="User">Whose token it was.</param>
/// <param name="Verb">create, update, patch or delete.</param>
/// <param name="Resource">With subresource, for example <c>deployments/scale</c>.</param>
/// <param name="Name">Of the object.</param>
/// <param name="Body">As it was afterwards.</param>
public sealed record AuditLine(DateTimeOffset At, string User, string Verb, string Resource, string? Name, JsonObject Body)
{
    /// <summary>Of the object afterwards: greater is later, over all objects of a cluster.</summary>
    public long Version => long.TryParse(Body.Text("metadata.resourceVersion"), out var version) ? version : 0;
}
