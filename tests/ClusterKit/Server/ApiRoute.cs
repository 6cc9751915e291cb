namespace SageServe.ClusterKit;

/// <summary>What a path names.</summary>
/// <param name="Type">The kind.</param>
/// <param name="Namespace">Null: all namespaces, or a kind without them.</param>
/// <param name="Name">Null: the collection.</param>
/// <param name="Subresource">For example scale.</param>
internal sealed record ApiRoute(ResourceType Type, string? Namespace, string? Name, string? Subresource)
{
    public ObjectKey Key => new(Type, Namespace ?? "", Name!);

    /// <returns>Null where the path names no kind that is known.</returns>
    public static ApiRoute? Parse(IReadOnlyList<ResourceType> types, string path)
    {
        var parts = path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        var api = parts[0] == "api" ? 2 : 3;
        if (parts.Length <= api || parts[0] is not ("api" or "apis"))
        {
            return null;
        }

        var root = string.Join('/', parts[..api]);
        var rest = parts[api..];
        string? space = null;
        if (rest[0] == "namespaces" && rest.Length > 2)
        {
            (space, rest) = (rest[1], rest[2..]);
        }

        var type = types.FirstOrDefault(t => t.Api == root && t.Plural == rest[0] && t.IsNamespaced == (space is not null));
        type ??= space is null && rest.Length == 1 ? types.FirstOrDefault(t => t.Api == root && t.Plural == rest[0]) : null;
        var route = type is null || rest.Length > 3 ? null : new ApiRoute(type, space, rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2));
        return route?.Subresource switch
        {
            null or "" => route,
            "status" when type!.HasStatus => route,
            "scale" when type!.HasScale => route,
            _ => null,
        };
    }

    /// <summary>What role rules call the request.</summary>
    public string Verb(string method, bool isWatch) => method switch
    {
        "GET" when isWatch => "watch",
        "GET" when Name is null => "list",
        "GET" => "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" when Name is null => "deletecollection",
        _ => "delete",
    };

    public string ResourceText => Subresource is null ? Type.Plural : $"{Type.Plural}/{Subresource}";
}
