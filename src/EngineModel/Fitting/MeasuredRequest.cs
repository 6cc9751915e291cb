namespace SageServe.EngineModel;

/// <summary>One request of a benchmark against a real engine; times in seconds.</summary>
/// <param name="PromptTokens">At least 1.</param>
/// <param name="OutputTokens">At least 1.</param>
/// <param name="Launch">When it was sent, from the start of the run.</param>
/// <param name="Ttft">From launch to the first token.</param>
/// <param name="E2e">From launch to the last token.</param>
public sealed record MeasuredRequest(int PromptTokens, int OutputTokens, double Launch, double Ttft, double E2e);
