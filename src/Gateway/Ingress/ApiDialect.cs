namespace SageServe.Gateway;

/// <summary>Whose words a path's errors and stream events are in.</summary>
internal enum ApiDialect
{
    /// <summary>OpenAI's, also for vLLM's own paths.</summary>
    OpenAi,

    /// <summary>OpenAI's Responses: errors as everywhere, stream events with names.</summary>
    Responses,

    /// <summary>Anthropic's Messages.</summary>
    Anthropic,
}
