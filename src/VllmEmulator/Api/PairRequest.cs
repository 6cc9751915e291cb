using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>
/// Pairs of texts to compare, for reranking and scoring: each is a prefill without output. A pair's score is the share of the first
/// text's words that the second has, drawn a little away from zero and one.
/// </summary>
internal sealed record PairRequest(GenerationRequest Generation, ImmutableArray<(string Left, string Right)> Pairs)
{
    public static PairRequest Rerank(RequestBody body, int blockTokens)
    {
        var query = body.Text("query");
        return Of(body, [.. Documents(body, "documents").Select(d => (query, d))], blockTokens);
    }

    public static PairRequest Score(RequestBody body, int blockTokens)
    {
        var (left, right) = (Documents(body, "text_1"), Documents(body, "text_2"));
        return left.Length == 1 || left.Length == right.Length
            ? Of(body, [.. right.Select((r, i) => (left[left.Length == 1 ? 0 : i], r))], blockTokens)
            : throw ApiException.Bad("Input lengths must be either 1:1, 1:N or N:N", "text_1");
    }

    public string RerankAnswer(string id, int? most)
    {
        var ranked = Pairs.Select((p, i) => (Index: i, p.Right, Score: ScoreOf(p))).OrderByDescending(p => p.Score).ThenBy(p => p.Index);
        var results = ranked.Take(most is > 0 ? most.Value : Pairs.Length).Select(p => string.Create(
            CultureInfo.InvariantCulture, $"{{\"index\":{p.Index},\"document\":{{\"text\":{JsonText.Quote(p.Right)},\"multi_modal\":null}},\"relevance_score\":{p.Score:R}}}"));
        return $"{{\"id\":{JsonText.Quote(id)},\"model\":{JsonText.Quote(Generation.Model)},\"usage\":{{{Tokens()}}},\"results\":[{string.Join(',', results)}]}}";
    }

    public string ScoreAnswer(string id, long created)
    {
        var data = Pairs.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{i},\"object\":\"score\",\"score\":{ScoreOf(p):R}}}"));
        return $"{{\"id\":{JsonText.Quote(id)},\"object\":\"list\",\"created\":{created},\"model\":{JsonText.Quote(Generation.Model)},\"data\":[{string.Join(',', data)}],"
            + $"\"usage\":{{{Tokens()},\"completion_tokens\":0,\"prompt_tokens_details\":null}}}}";
    }

    private string Tokens()
    {
        var tokens = Generation.Prompts.Sum(p => p.Tokens);
        return $"\"prompt_tokens\":{tokens},\"total_tokens\":{tokens}";
    }

    private static double ScoreOf((string Left, string Right) pair)
    {
        var words = Words(pair.Left);
        var shared = words.Intersect(Words(pair.Right), StringComparer.OrdinalIgnoreCase).Count();
        return Math.Round(0.02 + 0.96 * shared / Math.Max(1, words.Count), 6);
    }

    private static HashSet<string> Words(string text) =>
        new(text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);

    private static PairRequest Of(RequestBody body, ImmutableArray<(string Left, string Right)> pairs, int blockTokens) => new(
        new GenerationRequest
        {
            Model = body.Text("model"),
            Prompts = [.. pairs.Select(p => Prepare(p.Left + p.Right, blockTokens))],
            Choices = 1,
            MaxTokens = 1,
            Limits = new AnswerLimits(IgnoreEos: true, 0, [], ShowStop: false),
            Stream = false,
            IncludeUsage = false,
            Priority = body.Number("priority") ?? 0,
            Seed = 0,
        },
        pairs);

    private static PreparedPrompt Prepare(string text, int blockTokens)
    {
        var tokens = Tokenizer.Count(text);
        var (blocks, hash) = new PromptHash(blockTokens).Add(text).Finish(tokens);
        return new PreparedPrompt(tokens, blocks, hash, null);
    }

    private static string[] Documents(RequestBody body, string name)
    {
        string[] texts = body.Find(name) switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(d => Document(d, name))],
            _ => throw ApiException.Bad($"'{name}' must be a string or a list.", name),
        };
        return texts.Length > 0 ? texts : throw ApiException.Bad($"'{name}' must not be empty.", name);
    }

    private static string Document(JsonElement document, string name) => document.ValueKind switch
    {
        JsonValueKind.String => document.GetString()!,
        JsonValueKind.Object => new RequestBody(document).Text("text"),
        _ => throw ApiException.Bad($"'{name}' must hold texts.", name),
    };
}
