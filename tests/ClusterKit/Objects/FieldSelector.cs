using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Fields wanted; only those that the real server indexes are known.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["pods"] = ["spec.nodeName", "status.phase", "status.podIP", "spec.schedulerName"],
        ["nodes"] = ["spec.unschedulable"],
        ["events"] = ["involvedObject.kind", "involvedObject.name", "involvedObject.namespace", "involvedObject.uid", "reason", "type", "reportingComponent"],
        ["replicasets"] = ["status.replicas"],
        ["namespaces"] = ["status.phase"],
    };

    private readonly (string Path, bool IsEqual, string Value)[] _terms;

    private FieldSelector(IEnumerable<(string Path, bool IsEqual, string Value)> terms) => _terms = [.. terms];

    public static FieldSelector Parse(ResourceType type, string? text) =>
        new((text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => Term(type, t)));

    public bool Matches(JsonObject item) => _terms.All(t => ((item.Text(t.Path) ?? "") == t.Value) == t.IsEqual);

    private static (string Path, bool IsEqual, string Value) Term(ResourceType type, string text)
    {
        var isEqual = !text.Contains("!=", StringComparison.Ordinal);
        var parts = text.Split(isEqual ? text.Contains("==", StringComparison.Ordinal) ? "==" : "=" : "!=", 2);
        var path = parts[0].Trim();
        return parts.Length == 2 && (path is "metadata.name" or "metadata.namespace" || Known.GetValueOrDefault(type.Plural, []).Contains(path))
            ? (path, isEqual, parts[1].Trim())
            : throw ApiException.BadRequest($"field label not supported: {path}");
    }
}
