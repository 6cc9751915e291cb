using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>One path of the engines' API that clients may call.</summary>
/// <param name="Path">The path, here and at the engine.</param>
/// <param name="Prompt">The field that holds the prompt.</param>
/// <param name="Operation">Name of the operation in traces (gen_ai conventions).</param>
/// <param name="MayStream">It has a streaming form, so usage may be asked for.</param>
internal sealed record EngineRoute(string Path, string Prompt, string Operation, bool MayStream)
{
    public static readonly ImmutableArray<EngineRoute> All =
    [
        new("/v1/chat/completions", "messages", "chat", MayStream: true),
        new("/v1/completions", "prompt", "text_completion", MayStream: true),
        new("/v1/embeddings", "input", "embeddings", MayStream: false),
    ];
}
