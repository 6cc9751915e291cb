namespace SageServe.Gateway;

/// <summary>
/// Refuses codings of a transfer but plain <c>chunked</c>, and ends the connection: a proxy before the gateway may see the end of such a
/// request elsewhere (RFC 9112, sections 6.1 and 11.2). Kestrel takes a repeated or a listed coding as long as the last one is chunked.
/// </summary>
internal static class BodyFraming
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var codings = http.Request.Headers.TransferEncoding;
        if (codings.Count == 0 || (codings.Count == 1 && string.Equals(codings[0], "chunked", StringComparison.OrdinalIgnoreCase)))
        {
            return next(http);
        }

        http.Response.Headers.Connection = "close";
        return ApiErrorWriter.WriteAsync(http.Response, ApiErrors.AmbiguousFraming, http.RequestAborted);
    }
}
