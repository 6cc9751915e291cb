using System.Runtime.InteropServices;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>What a line of an input file must be. The first problem of a line is reported with the line's number.</summary>
internal sealed class BatchLineRules(ServedModels models, string endpoint, BatchKey? key)
{
    private const int MaxCustomId = 512;

    /// <summary>Checks a line by itself; what needs the other lines is <see cref="BatchValidation"/>'s.</summary>
    public (BatchLine? Line, BatchError? Error) Check(int number, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? CheckObject(number, json.RootElement)
                : (null, new BatchError("invalid_json_line", "This line is not a JSON object.", null, number));
        }
        catch (JsonException e)
        {
            return (null, new BatchError("invalid_json_line", $"This line is not valid JSON (byte {e.BytePositionInLine}).", null, number));
        }
        catch (InvalidOperationException)
        {
            // Strings are decoded when they are read: only then bytes that are no UTF-8, and halves of surrogate pairs, are found.
            return (null, new BatchError("invalid_json_line", "This line has text that is not valid Unicode.", null, number));
        }
    }

    private (BatchLine? Line, BatchError? Error) CheckObject(int number, JsonElement line)
    {
        var id = TextOf(line, "custom_id");
        if (string.IsNullOrWhiteSpace(id))
        {
            return (null, new BatchError("missing_custom_id", "Each line needs a 'custom_id' that is a string.", "custom_id", number));
        }

        if (id.Length > MaxCustomId)
        {
            return (null, new BatchError("invalid_custom_id", $"'custom_id' is longer than {MaxCustomId} characters.", "custom_id", number));
        }

        if (TextOf(line, "method") is var method && method != "POST")
        {
            return (null, new BatchError("invalid_method", $"'method' must be POST, not '{method}'.", "method", number));
        }

        if (TextOf(line, "url") is var url && url != endpoint)
        {
            return (null, new BatchError("url_mismatch", $"'url' must be the batch's endpoint {endpoint}, not '{url}'.", "url", number));
        }

        return line.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object
            ? CheckBody(number, id, JsonMarshal.GetRawUtf8Value(body).ToArray())
            : (null, new BatchError("invalid_request", "Each line needs a 'body' that is an object.", "body", number));
    }

    private (BatchLine? Line, BatchError? Error) CheckBody(int number, string id, byte[] body)
    {
        var (parsed, wrong) = BodyParser.Parse(body, BatchRequestRules.PromptOf(endpoint));
        if (wrong is not null)
        {
            return (null, new BatchError("invalid_request", wrong.Message, wrong.Param is { } param ? $"body.{param}" : "body", number));
        }

        if (parsed!.Stream)
        {
            return (null, new BatchError("invalid_request", "A batch cannot stream: leave 'stream' out.", "body.stream", number));
        }

        return models.TryResolve(parsed.Model!, out var model) && (key is null || key.MayUse(parsed.Model!))
            ? (new BatchLine(id, model, body, parsed), null)
            : (null, new BatchError("model_not_found", $"The model '{parsed.Model}' is not served here.", "body.model", number));
    }

    private static string? TextOf(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
