using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>The text of an answer that has to keep to a form: <c>response_format</c> of chats, <c>text.format</c> of Responses, a tool's arguments.</summary>
internal static class GuidedText
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object","properties":{"answer":{"type":"string"}}}""").RootElement;

    /// <summary>Null where the form is free.</summary>
    /// <exception cref="ApiException">The form is not known or lacks its schema.</exception>
    public static string? Read(RequestBody body, ulong seed)
    {
        var isChat = body.Find("response_format") is not null;
        if ((isChat ? body.Object("response_format") : body.Object("text")?.Object("format")) is not { } format)
        {
            return null;
        }

        var name = isChat ? "response_format" : "text";
        return format.Text("type") switch
        {
            "text" => null,
            "json_object" => JsonSample.Of(AnyObject, seed),
            "json_schema" => JsonSample.Of(Schema(isChat ? format.Object("json_schema") : format, name), seed),
            var other => throw ApiException.Bad($"{name} type '{other}' is not known.", name),
        };
    }

    private static JsonElement Schema(RequestBody? holder, string name) =>
        holder?.Find("schema") ?? throw ApiException.Bad($"{name} of type json_schema needs a schema.", name);
}
