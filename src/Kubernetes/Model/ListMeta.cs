namespace SageServe.Kubernetes;

/// <param name="ResourceVersion">A watch that starts here misses nothing.</param>
/// <param name="Continue">Token of the next page; null or empty on the last.</param>
public sealed record ListMeta(string? ResourceVersion = null, string? Continue = null);
