using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// Measures the prompts of the paths that are neither chats nor completions: documents and queries to rank, texts to compare, tokens,
/// and the instructions that stand beside an input. Wrong types are left for the engine to refuse.
/// </summary>
internal static class OtherPrompts
{
    /// <summary>False, and nothing read, where the member at hand is no prompt.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, ParsedBody parsed)
    {
        if (reader.ValueTextEquals("system"u8) || reader.ValueTextEquals("instructions"u8))
        {
            var hadPrompt = parsed.HasPrompt;
            PromptParser.MeasureAny(ref reader, parsed);
            parsed.HasPrompt = hadPrompt;
            return true;
        }

        if (!IsPrompt(ref reader))
        {
            return false;
        }

        parsed.HasPrompt |= PromptParser.MeasureAny(ref reader, parsed);
        return true;
    }

    private static bool IsPrompt(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("query"u8) || reader.ValueTextEquals("queries"u8) || reader.ValueTextEquals("documents"u8)
        || reader.ValueTextEquals("text_1"u8) || reader.ValueTextEquals("text_2"u8) || reader.ValueTextEquals("tokens"u8);
}
