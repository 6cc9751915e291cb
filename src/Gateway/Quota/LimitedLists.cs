namespace SageServe.Gateway;

/// <summary>Models, files and batches take nothing of a key's limits, but their answers tell where these stand, as OpenAI's do.</summary>
internal sealed class LimitedLists(QuotaDesk quotas)
{
    private static readonly string[] Paths = ["/v1/models", "/v1/files", "/v1/batches"];

    public static bool IsOne(HttpContext http) => Array.Exists(Paths, p => http.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));

    public Task TellAsync(HttpContext http, RequestDelegate next)
    {
        quotas.Announce(http);
        return next(http);
    }
}
