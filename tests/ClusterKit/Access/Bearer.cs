namespace SageServe.ClusterKit;

/// <summary>Who a token stands for.</summary>
/// <param name="User">For example <c>system:serviceaccount:ns:scaler</c>.</param>
/// <param name="Rules">Null: everything.</param>
/// <param name="Namespace">Where the rules hold; null: everywhere.</param>
internal sealed record Bearer(string User, IReadOnlyList<PolicyRule>? Rules, string? Namespace)
{
    public bool May(ApiRoute route, string verb) =>
        Rules is null || ((Namespace is null || Namespace == (route.Namespace ?? OwnName(route))) && Rules.Any(r => r.Allows(route, verb)));

    // A namespace itself belongs to it: a Role in it may let it be read.
    private static string? OwnName(ApiRoute route) => route.Type == ResourceTypes.Namespaces ? route.Name : null;
}
