using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Writes lines of output and error files in OpenAI's format (PEERS 5.3).</summary>
internal static class LineResults
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An engine's answer, of whatever status.</summary>
    public static ReadOnlyMemory<byte> Answer(string customId, string unique, int status, ReadOnlyMemory<byte> body) => Write(customId, unique, json =>
    {
        json.WriteStartObject("response"u8);
        json.WriteNumber("status_code"u8, status);
        json.WriteString("request_id"u8, $"req_{unique}");
        json.WritePropertyName("body"u8);
        WriteBody(json, body);
        json.WriteEndObject();
        json.WriteNull("error"u8);
    });

    /// <summary>No answer: what went wrong instead.</summary>
    public static ReadOnlyMemory<byte> Error(string customId, string unique, string code, string message) => Write(customId, unique, json =>
    {
        json.WriteNull("response"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    });

    public static string NewUnique() => Guid.NewGuid().ToString("N");

    /// <summary>Of a line that never had an answer: the same one whoever makes the file.</summary>
    public static string UniqueOf(string batch, int line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DeferredItem.LineId(batch, line))).AsSpan(0, 16));

    private static ReadOnlyMemory<byte> Write(string customId, string unique, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, $"batch_req_{unique}");
            json.WriteString("custom_id"u8, customId);
            rest(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // A result is one line of a file, so the body is written anew, without the line feeds that it may have.
    private static void WriteBody(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(Encoding.UTF8.GetString(body.Span));
        }
    }
}
