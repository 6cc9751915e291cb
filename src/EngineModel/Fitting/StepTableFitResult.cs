namespace SageServe.EngineModel;

/// <param name="Profile">The limits' profile with the measured tables.</param>
/// <param name="PrefillIsOfTheBatch">False when batches were left out of the prefill table because their times do not grow with the batch.</param>
/// <param name="ContextKnown">False when the time per context token is the limits', not measured.</param>
public sealed record StepTableFitResult(ThroughputProfile Profile, bool PrefillIsOfTheBatch, bool ContextKnown);
