using System.Collections.Concurrent;

namespace SageServe.ClusterKit;

/// <summary>Tokens and what they may do. While there are none, anybody may do everything.</summary>
public sealed class AccessList
{
    private readonly ConcurrentDictionary<string, Bearer> _bearers = new(StringComparer.Ordinal);
    private volatile bool _isOpen = true;

    /// <param name="token">The bearer token.</param>
    /// <param name="user">Named in refusals.</param>
    /// <param name="rules">Null: everything.</param>
    /// <param name="namespace">Where the rules hold; null: everywhere.</param>
    public void Grant(string token, string user, IReadOnlyList<PolicyRule>? rules = null, string? @namespace = null)
    {
        _bearers[token] = new Bearer(user, rules, @namespace);
        _isOpen = false;
    }

    /// <summary>The token is worth nothing from now on.</summary>
    public void Expire(string token) => _bearers.TryRemove(token, out _);

    internal Bearer? Authenticate(string? header)
    {
        if (_isOpen)
        {
            return new Bearer("anybody", null, null);
        }

        return header?.StartsWith("Bearer ", StringComparison.Ordinal) == true
            ? _bearers.GetValueOrDefault(header["Bearer ".Length..].Trim()) ?? throw Unauthorized()
            : throw Unauthorized();
    }

    internal static ApiException Forbidden(Bearer who, ApiRoute route, string verb) => new(
        403,
        "Forbidden",
        $"{route.Type.FullName} {(route.Name is null ? "" : $"\"{route.Name}\" ")}is forbidden: User \"{who.User}\" cannot {verb} resource \"{route.ResourceText}\" in API group \"{route.Type.Group}\"{(route.Namespace is null ? " at the cluster scope" : $" in the namespace \"{route.Namespace}\"")}",
        new System.Text.Json.Nodes.JsonObject { ["name"] = route.Name, ["group"] = route.Type.Group, ["kind"] = route.Type.Plural });

    private static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");
}
