using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>A call of one of the client's functions, which the model makes instead of a text.</summary>
/// <param name="Name">The function.</param>
/// <param name="Parameters">JSON schema of its arguments.</param>
internal sealed record ToolUse(string Name, JsonElement Parameters)
{
    /// <summary>
    /// Null where the model answers in text. Where it may choose, it calls the first function for a user's message, and answers in text
    /// once it was given a result.
    /// </summary>
    /// <exception cref="ApiException">A tool has no name, or the chosen one is not there.</exception>
    public static ToolUse? Read(RequestBody body)
    {
        if (body.Find("tools") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return null;
        }

        ToolUse[] tools = [.. list.EnumerateArray().Select(Of)];
        return body.Find("tool_choice") switch
        {
            { ValueKind: JsonValueKind.Object } named => Named(tools, new RequestBody(named)),
            { ValueKind: JsonValueKind.String } word when word.ValueEquals("none") => null,
            { ValueKind: JsonValueKind.String } word when word.ValueEquals("required") => tools[0],
            _ => LastRole(body) == "user" ? tools[0] : null,
        };
    }

    private static ToolUse Of(JsonElement tool)
    {
        var function = tool.ValueKind == JsonValueKind.Object ? new RequestBody(tool).Object("function") : null;
        return function is { } found
            ? new ToolUse(found.Text("name"), found.Find("parameters") ?? default)
            : throw ApiException.Bad("A tool must have a function.", "tools");
    }

    private static ToolUse Named(ToolUse[] tools, RequestBody choice)
    {
        var name = choice.Object("function")?.Text("name") ?? throw ApiException.Bad("tool_choice must name a function.", "tool_choice");
        return Array.Find(tools, t => t.Name == name) ?? throw ApiException.Bad($"The tool '{name}' of tool_choice is not in tools.", "tool_choice");
    }

    private static string? LastRole(RequestBody body) =>
        body.Find("messages") is { ValueKind: JsonValueKind.Array } messages && messages.GetArrayLength() > 0
        && messages[messages.GetArrayLength() - 1] is { ValueKind: JsonValueKind.Object } last && last.TryGetProperty("role", out var role)
            ? role.GetString()
            : null;
}
