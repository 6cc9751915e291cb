using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>One path of the engines' API that clients may call.</summary>
/// <param name="Path">The path, here and at the engine.</param>
/// <param name="Prompt">The field that must be there; null where the gateway does not know the body (a path that is only passed through).</param>
/// <param name="Operation">Name of the operation in traces (gen_ai conventions).</param>
/// <param name="MayStream">It has a streaming form.</param>
internal sealed record EngineRoute(string Path, string? Prompt, string Operation, bool MayStream = false)
{
    private const string PassedThrough = "pass_through";

    public static readonly ImmutableArray<EngineRoute> All =
    [
        new("/v1/chat/completions", "messages", "chat", MayStream: true) { AsksUsage = true, EchoesTier = true, MayBatch = true },
        new("/v1/completions", "prompt", "text_completion", MayStream: true) { AsksUsage = true, EchoesTier = true, MayBatch = true },
        new("/v1/embeddings", "input", "embeddings") { Generates = false, MayBatch = true },
        new("/v1/responses", "input", "chat", MayStream: true) { EchoesTier = true, MayBatch = true, Dialect = ApiDialect.Responses },
        new("/v1/messages", "messages", "chat", MayStream: true) { Dialect = ApiDialect.Anthropic },
        new("/v1/messages/count_tokens", "messages", "count_tokens") { Generates = false, IsLight = true, Dialect = ApiDialect.Anthropic },
        .. Pair("/rerank", "query"),
        .. Pair("/score", "text_1"),
        new("/tokenize", "prompt", "tokenize") { Generates = false, IsLight = true },
        new("/detokenize", "tokens", "detokenize") { Generates = false, IsLight = true },
    ];

    /// <summary>Usage of a stream has to be asked for, by <c>stream_options.include_usage</c>; other streams tell it anyway.</summary>
    public bool AsksUsage { get; init; }

    /// <summary>Answers name the service tier that was used.</summary>
    public bool EchoesTier { get; init; }

    /// <summary>It has an output whose length has to be estimated.</summary>
    public bool Generates { get; init; } = true;

    /// <summary>It takes no computing: however long its text, it is no load and needs no room in a context.</summary>
    public bool IsLight { get; init; }

    /// <summary>Lines of a batch may call it.</summary>
    public bool MayBatch { get; init; }

    /// <summary>Its body may be <c>multipart/form-data</c>.</summary>
    public bool TakesForms { get; init; }

    public ApiDialect Dialect { get; init; }

    /// <summary>A path that an operator listed: a JSON or form body with a model goes there, whatever else it holds.</summary>
    public static EngineRoute PassThrough(string path) => new(path, null, PassedThrough, MayStream: true) { TakesForms = true };

    /// <summary>The dialect of a request that may have found no route.</summary>
    public static ApiDialect DialectOf(PathString path) =>
        path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? ApiDialect.Anthropic
        : path.StartsWithSegments("/v1/responses", StringComparison.Ordinal) ? ApiDialect.Responses
        : ApiDialect.OpenAi;

    /// <summary>Name of a path's operation in traces.</summary>
    public static string OperationOf(string path)
    {
        foreach (var route in All)
        {
            if (route.Path == path)
            {
                return route.Operation;
            }
        }

        return PassedThrough;
    }

    // vLLM serves these with and without its version.
    private static IEnumerable<EngineRoute> Pair(string path, string prompt) =>
        new[] { path, "/v1" + path }.Select(p => new EngineRoute(p, prompt, path[1..]) { Generates = false });
}
