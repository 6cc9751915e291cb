namespace SageServe.EngineModel;

/// <summary>One row of a step table: a batch of equal prompts.</summary>
/// <param name="PromptTokens">Of each sequence.</param>
/// <param name="Batch">Sequences.</param>
/// <param name="PrefillSeconds">Prefill of the whole batch.</param>
/// <param name="DecodeSeconds">One decode step of the batch.</param>
public readonly record struct StepMeasurement(int PromptTokens, int Batch, double PrefillSeconds, double DecodeSeconds);
