using System.Buffers;
using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Writes refusals as the JSON of the path's API, with the retry headers that SDKs obey.</summary>
internal static class ApiErrorWriter
{
    /// <summary>SDKs ignore a longer Retry-After and fall back to their own short pauses (PEERS 5.1).</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(60);

    public static async Task WriteAsync(HttpResponse response, ApiError error, CancellationToken cancellation = default)
    {
        var request = response.HttpContext.Request;
        ApiErrorCounter.Count(request, error);
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (response.Headers[HeaderNames.RequestId].Count == 0)
        {
            response.Headers[HeaderNames.RequestId] = RequestIds.PublicIdOf(request);
        }

        response.Headers[HeaderNames.OpenAiVersion] = ResponseHeaders.ApiVersion;
        SetRetryHeaders(response.Headers, error);
        if (error.DropReason is { Length: > 0 } reason)
        {
            response.Headers[HeaderNames.DropReason] = reason;
        }

        var body = new ArrayBufferWriter<byte>(256);
        ErrorJson.Write(body, error, EngineRoute.DialectOf(request.Path));
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, cancellation);
    }

    private static void SetRetryHeaders(IHeaderDictionary headers, ApiError error)
    {
        if (error.RetryAfter is not { } wait)
        {
            return;
        }

        var capped = wait < LongestRetryAfter ? wait : LongestRetryAfter;
        headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(capped.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.RetryAfterMs] = Math.Max(1, Math.Ceiling(capped.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        headers[HeaderNames.ReadyIn] = wait.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        headers[HeaderNames.ShouldRetry] = error.ShouldRetry ? "true" : "false";
    }
}
