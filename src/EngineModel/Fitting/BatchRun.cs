namespace SageServe.EngineModel;

/// <summary>A batch of equal requests sent at once, as throughput benchmarks do.</summary>
/// <param name="Batch">Requests.</param>
/// <param name="PromptTokens">Of each.</param>
/// <param name="OutputTokens">Of each.</param>
public readonly record struct BatchRun(int Batch, int PromptTokens, int OutputTokens);
