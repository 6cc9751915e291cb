using System.Buffers.Text;

namespace SageServe.Gateway;

/// <summary>Finds numbers of the <c>usage</c> object in a piece of an answer without parsing all of it.</summary>
internal static class UsageText
{
    public static int? CompletionTokens(ReadOnlySpan<byte> json) => Number(json, "\"completion_tokens\""u8) ?? Number(json, "\"output_tokens\""u8);

    public static int? PromptTokens(ReadOnlySpan<byte> json) => Number(json, "\"prompt_tokens\""u8) ?? Number(json, "\"input_tokens\""u8);

    private static int? Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = json.LastIndexOf(name);
        if (at < 0)
        {
            return null;
        }

        var rest = json[(at + name.Length)..].TrimStart(" :\t\r\n"u8);
        return Utf8Parser.TryParse(rest, out int value, out _) ? value : null;
    }
}
