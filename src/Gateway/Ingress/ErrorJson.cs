using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>An error as the clients of each API read it.</summary>
internal static class ErrorJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of an answer: <c>{"error":{...}}</c>, for Anthropic's clients with a type around it.</summary>
    public static void Write(IBufferWriter<byte> output, ApiError error, ApiDialect dialect)
    {
        using var json = new Utf8JsonWriter(output, Relaxed);
        json.WriteStartObject();
        if (dialect == ApiDialect.Anthropic)
        {
            WriteAnthropic(json, error);
        }
        else
        {
            WriteError(json, error);
        }

        json.WriteEndObject();
    }

    /// <summary>The same as an event, for a stream that has begun. Nothing follows it, no <c>[DONE]</c> either.</summary>
    public static ReadOnlyMemory<byte> ToEvent(ApiError error, ApiDialect dialect)
    {
        var text = new ArrayBufferWriter<byte>(256);
        text.Write(dialect == ApiDialect.OpenAi ? "data: "u8 : "event: error\ndata: "u8);
        if (dialect == ApiDialect.Responses)
        {
            WriteResponsesEvent(text, error);
        }
        else
        {
            Write(text, error, dialect);
        }

        text.Write("\n\n"u8);
        return text.WrittenMemory;
    }

    // The event of OpenAI's own Responses API, and beside it the object that SDKs look for in any event.
    private static void WriteResponsesEvent(IBufferWriter<byte> output, ApiError error)
    {
        using var json = new Utf8JsonWriter(output, Relaxed);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteString("param"u8, error.Param);
        WriteError(json, error);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, error.Type);
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, error.Code);
        WriteReadyIn(json, error);
        json.WriteEndObject();
    }

    private static void WriteAnthropic(Utf8JsonWriter json, ApiError error)
    {
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, AnthropicType(error.Status));
        json.WriteString("message"u8, error.Message);
        json.WriteString("code"u8, error.Code);
        WriteReadyIn(json, error);
        json.WriteEndObject();
    }

    private static void WriteReadyIn(Utf8JsonWriter json, ApiError error)
    {
        if (error.RetryAfter is { } wait)
        {
            json.WriteNumber("ready_in_seconds"u8, Math.Round(wait.TotalSeconds, 3));
        }
    }

    private static string AnthropicType(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        StatusCodes.Status503ServiceUnavailable => "overloaded_error",
        StatusCodes.Status504GatewayTimeout => "timeout_error",
        >= StatusCodes.Status500InternalServerError => "api_error",
        _ => "invalid_request_error",
    };
}
