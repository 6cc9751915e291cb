namespace SageServe.Gateway;

/// <summary>What <c>Gateway:PassThroughPaths</c> may hold.</summary>
internal static class PassThroughRules
{
    private static readonly string[] Own = ["/v1/models", "/v1/files", "/v1/batches"];

    public static IEnumerable<string> Problems(IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(p => !IsPlain(p)))
        {
            yield return $"PassThroughPaths: '{path}' must be a path below /v1/ without a query, a wildcard or a slash at its end.";
        }

        foreach (var path in paths.Where(p => Own.Any(o => p == o || p.StartsWith(o + "/", StringComparison.Ordinal)) || EngineRoute.All.Any(r => r.Path == p)))
        {
            yield return $"PassThroughPaths: '{path}' is a path of the gateway itself.";
        }

        foreach (var path in paths.GroupBy(p => p, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"PassThroughPaths: '{path.Key}' stands there twice.";
        }
    }

    private static bool IsPlain(string path) =>
        path.StartsWith("/v1/", StringComparison.Ordinal) && path.Length > 4 && !path.EndsWith('/')
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.') && !path.Contains("..", StringComparison.Ordinal);
}
