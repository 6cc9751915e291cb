namespace SageServe.VllmEmulator;

/// <summary>A chat or completion request, read and checked.</summary>
internal sealed record GenerationRequest
{
    /// <summary>As the client wrote it; answers repeat it.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<PreparedPrompt> Prompts { get; init; }

    /// <summary>Answers for each prompt.</summary>
    public required int Choices { get; init; }

    /// <summary>Null lets an answer fill the context.</summary>
    public required int? MaxTokens { get; init; }

    public required AnswerLimits Limits { get; init; }

    /// <summary>What the answer says, where it has to keep to a form; null where it is free.</summary>
    public string? Guided { get; init; }

    /// <summary>The function that is called instead of an answer in text.</summary>
    public ToolUse? Tool { get; init; }

    public required bool Stream { get; init; }

    public required bool IncludeUsage { get; init; }

    public required int Priority { get; init; }

    public required long Seed { get; init; }

    public int MaxTokensFor(PreparedPrompt prompt, int contextTokens) => MaxTokens ?? contextTokens - prompt.Tokens;

    /// <exception cref="ApiException">A prompt and its answer do not fit the context.</exception>
    public GenerationRequest CheckedFor(int contextTokens)
    {
        foreach (var prompt in Prompts)
        {
            if (prompt.Tokens >= contextTokens)
            {
                throw ApiException.Bad(
                    $"This model's maximum context length is {contextTokens} tokens. However, your request has {prompt.Tokens} input tokens. "
                    + "Please reduce the length of the input messages.",
                    "input_tokens");
            }

            if (MaxTokens is { } max && prompt.Tokens + max > contextTokens)
            {
                throw ApiException.Bad(
                    $"'max_tokens' or 'max_completion_tokens' is too large: {max}. This model's maximum context length is {contextTokens} tokens "
                    + $"and your request has {prompt.Tokens} input tokens ({max} > {contextTokens} - {prompt.Tokens}).",
                    "max_tokens");
            }
        }

        return this;
    }
}
