using System.Buffers;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace SageServe.Gateway;

/// <summary>Reads a request body once, into a rented buffer, up to a limit.</summary>
internal static class BodyReader
{
    public static async ValueTask<(PooledBody? Body, ApiError? Error)> ReadJsonAsync(HttpContext http, int limit)
    {
        if (http.Request.ContentType is { Length: > 0 } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return (null, ApiErrors.UnsupportedMediaType);
        }

        var (body, error) = await ReadBytesAsync(http, limit);
        if (error is null && !Utf8.IsValid(body!.Span))
        {
            body.Dispose();
            return (null, ApiErrors.InvalidUtf8);
        }

        return (body, error);
    }

    /// <summary>Whatever its type.</summary>
    public static ValueTask<(PooledBody? Body, ApiError? Error)> ReadBytesAsync(HttpContext http, int limit)
    {
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            return new((null, ApiErrors.UnsupportedEncoding));
        }

        if (http.Request.ContentLength > limit)
        {
            return new((null, ApiErrors.BodyTooLarge(limit)));
        }

        // Kestrel's own limit would end the connection; ours answers.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        return ReadAsync(http, limit);
    }

    private static async ValueTask<(PooledBody? Body, ApiError? Error)> ReadAsync(HttpContext http, int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(http.Request.ContentLength ?? 4096, limit) + PooledBody.Slack);
        var length = 0;
        ApiError? error = null;
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    error = ApiErrors.BodyTooLarge(limit);
                    break;
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or OperationCanceledException)
        {
            error = e is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } ? ApiErrors.BodyTooSlow : ApiErrors.BodyCut;
        }

        error ??= length == 0 ? ApiErrors.BodyMissing : null;
        if (error is null)
        {
            return (new PooledBody(buffer, length), null);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (null, error);
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
