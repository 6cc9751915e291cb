namespace SageServe.Hosting;

/// <summary>Reads addresses of listeners as options give them, for example <c>http://127.0.0.1:9080</c>.</summary>
internal static class ListenerUrl
{
    /// <exception cref="ConfigurationProblemsException">It is not an absolute address with a port.</exception>
    public static int Port(string url) =>
        Uri.TryCreate(url.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            ? uri.Port
            : throw new ConfigurationProblemsException($"'{url}' is not an address like http://127.0.0.1:9080.");
}
