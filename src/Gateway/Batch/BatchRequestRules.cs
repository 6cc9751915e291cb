using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>What a call of <c>POST /v1/batches</c> must be (PEERS 5.3). The first wrong field is refused by name.</summary>
internal static class BatchRequestRules
{
    private const int MaxPairs = 16;
    private const int MaxKey = 64;
    private const int MaxValue = 512;
    private const long ShortestKeep = 3600;
    private const long LongestKeep = 2_592_000;

    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    private static readonly FrozenDictionary<string, TimeSpan> Windows = new Dictionary<string, TimeSpan>(StringComparer.Ordinal)
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["4h"] = TimeSpan.FromHours(4),
        ["24h"] = LongestWindow,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string PromptOf(string endpoint) => Route(endpoint)!.Prompt!;

    /// <exception cref="ApiRefusal">A field is missing or wrong.</exception>
    public static BatchRequest Check(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new ApiRefusal(ApiErrors.Invalid("invalid_json", "The body must be a JSON object."));
        }

        var file = Text(body, "input_file_id");
        var endpoint = Text(body, "endpoint");
        if (Route(endpoint) is null)
        {
            throw Wrong("endpoint", "invalid_endpoint", $"'{endpoint}' is not an endpoint of batches; use {string.Join(", ", EngineRoute.All.Where(r => r.MayBatch).Select(r => r.Path))}.");
        }

        var window = Text(body, "completion_window");
        return Windows.TryGetValue(window, out var length)
            ? new BatchRequest(file, endpoint, window, length, Metadata(body), OutputSeconds(body))
            : throw Wrong("completion_window", "invalid_completion_window", $"'{window}' is not a completion window here; use 1h, 4h or 24h.");
    }

    private static EngineRoute? Route(string endpoint) => EngineRoute.All.FirstOrDefault(r => r.MayBatch && r.Path == endpoint);

    private static string Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            throw new ApiRefusal(ApiErrors.Missing(name));
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new ApiRefusal(ApiErrors.InvalidType(name, "a string"));
    }

    private static ImmutableSortedDictionary<string, string>? Metadata(JsonElement body)
    {
        if (!body.TryGetProperty("metadata", out var metadata) || metadata.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (metadata.ValueKind != JsonValueKind.Object || metadata.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
        {
            throw new ApiRefusal(ApiErrors.InvalidType("metadata", "an object whose values are strings"));
        }

        var pairs = metadata.EnumerateObject().DistinctBy(p => p.Name).ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
        return pairs.Count <= MaxPairs && pairs.All(p => p.Key.Length <= MaxKey && p.Value.Length <= MaxValue)
            ? pairs
            : throw Wrong("metadata", "metadata_too_large", $"'metadata' takes {MaxPairs} pairs; keys of {MaxKey} and values of {MaxValue} characters.");
    }

    private static long? OutputSeconds(JsonElement body)
    {
        if (!body.TryGetProperty("output_expires_after", out var expiry) || expiry.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isRight = expiry.ValueKind == JsonValueKind.Object
            && expiry.TryGetProperty("anchor", out var anchor) && anchor.ValueKind == JsonValueKind.String && anchor.ValueEquals("created_at")
            && expiry.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number
            && seconds.TryGetInt64(out var value) && value is >= ShortestKeep and <= LongestKeep;
        return isRight
            ? expiry.GetProperty("seconds").GetInt64()
            : throw Wrong("output_expires_after", "invalid_output_expires_after", $"'output_expires_after' needs anchor created_at and seconds from {ShortestKeep} to {LongestKeep}.");
    }

    private static ApiRefusal Wrong(string param, string code, string message) => new(ApiErrors.Invalid(code, message, param));
}
