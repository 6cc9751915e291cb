namespace SageServe.Shared;

/// <summary>One measured point: a step of this size takes this long.</summary>
/// <param name="Size">Prompt tokens (prefill) or sequences (decode) in the step.</param>
/// <param name="Seconds">Duration of the step.</param>
public readonly record struct StepPoint(double Size, double Seconds);
