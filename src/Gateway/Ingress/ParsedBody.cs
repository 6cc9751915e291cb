namespace SageServe.Gateway;

/// <summary>What decisions need of a request body, and where the few things stand that may be edited.</summary>
internal sealed class ParsedBody
{
    public string? Model { get; set; }

    /// <summary>It is <c>multipart/form-data</c>, not JSON.</summary>
    public bool IsForm { get; init; }

    /// <summary>The model's JSON string in the body, quotes included; in a form its bare name.</summary>
    public Range ModelRange { get; set; }

    public bool Stream { get; set; }

    public string? ServiceTier { get; set; }

    /// <summary>OpenAI's <c>prompt_cache_key</c>.</summary>
    public string? PromptCacheKey { get; set; }

    /// <summary>OpenAI's <c>conversation</c>, its id.</summary>
    public string? Conversation { get; set; }

    /// <summary>The response that this one goes on from.</summary>
    public string? PreviousResponse { get; set; }

    /// <summary><c>user</c>, or what Anthropic's clients call <c>metadata.user_id</c>.</summary>
    public string? User { get; set; }

    /// <summary><c>max_completion_tokens</c> or <c>max_output_tokens</c>, else <c>max_tokens</c>.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>The body's <c>n</c>: answers to one prompt.</summary>
    public int Choices { get; set; } = 1;

    /// <summary>vLLM's <c>ignore_eos</c>: the answer is exactly as long as it may be.</summary>
    public bool IgnoresEnd { get; set; }

    /// <summary>UTF-8 bytes of prompt text.</summary>
    public long TextBytes { get; set; }

    /// <summary>Prompts given as token ids.</summary>
    public int TokenIds { get; set; }

    public int Messages { get; set; }

    /// <summary>A field that the prompt stands in was there.</summary>
    public bool HasPrompt { get; set; }

    public bool? IncludeUsage { get; set; }

    /// <summary>The literal of <c>include_usage</c>.</summary>
    public Range IncludeUsageRange { get; set; }

    /// <summary>Just inside the brace of <c>stream_options</c>; -1 when there is none.</summary>
    public int StreamOptionsAt { get; set; } = -1;

    public bool StreamOptionsIsEmpty { get; set; }

    /// <summary>The literal null, when <c>stream_options</c> is that.</summary>
    public Range? StreamOptionsNull { get; set; }

    /// <summary>Just inside the outermost brace.</summary>
    public int RootAt { get; set; }

    /// <summary>Gets the prompt's text as it is read; null where no rule asks for it.</summary>
    public PrefixHasher? Prefix { get; init; }

    public int PromptTokens => TokenEstimate.Of(TextBytes, Messages, TokenIds);
}
