using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Writes refusals as OpenAI's error JSON, with the retry headers that its SDKs obey.</summary>
internal static class ApiErrorWriter
{
    /// <summary>SDKs ignore a longer Retry-After and fall back to their own short pauses (PEERS 5.1).</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(60);

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpResponse response, ApiError error, CancellationToken cancellation = default)
    {
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        SetRetryHeaders(response.Headers, error);
        if (error.DropReason is { Length: > 0 } reason)
        {
            response.Headers[HeaderNames.DropReason] = reason;
        }

        var body = new ArrayBufferWriter<byte>(256);
        WriteJson(body, error);
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, cancellation);
    }

    /// <summary>The same error as an SSE event, for a stream that has begun.</summary>
    public static ReadOnlyMemory<byte> ToEvent(ApiError error)
    {
        var text = new ArrayBufferWriter<byte>(256);
        text.Write("data: "u8);
        WriteJson(text, error);
        text.Write("\n\n"u8);
        return text.WrittenMemory;
    }

    public static void WriteJson(IBufferWriter<byte> output, ApiError error)
    {
        using var json = new Utf8JsonWriter(output, Relaxed);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        if (error.RetryAfter is { } wait)
        {
            json.WriteNumber("ready_in_seconds"u8, Math.Round(wait.TotalSeconds, 3));
        }

        json.WriteEndObject();
        json.WriteEndObject();
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
