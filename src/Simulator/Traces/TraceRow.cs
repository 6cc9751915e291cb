namespace SageServe.Simulator;

/// <param name="At">From the trace's first row.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
public readonly record struct TraceRow(TimeSpan At, int PromptTokens, int OutputTokens);
