using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>One rule of a Role.</summary>
public sealed record PolicyRule(IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs, IReadOnlyList<string>? Names = null)
{
    /// <summary>The rules of a Role or ClusterRole object.</summary>
    public static IReadOnlyList<PolicyRule> Of(JsonObject role) =>
        [.. role.Objects("rules").Select(r => new PolicyRule(Texts(r, "apiGroups"), Texts(r, "resources"), Texts(r, "verbs"), r["resourceNames"] is null ? null : Texts(r, "resourceNames")))];

    internal bool Allows(ApiRoute route, string verb) =>
        Has(Groups, route.Type.Group) && Has(Resources, route.ResourceText) && Has(Verbs, verb)
        && (Names is not { Count: > 0 } || (route.Name is not null && Names.Contains(route.Name)));

    private static bool Has(IReadOnlyList<string> list, string value) => list.Contains("*") || list.Contains(value);

    private static string[] Texts(JsonObject rule, string name) => [.. (rule[name] as JsonArray ?? []).Select(v => v!.ToString())];
}
