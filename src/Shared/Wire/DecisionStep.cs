namespace SageServe.Shared;

/// <summary>One stage of a planning decision and what it changed; a list of them explains a move.</summary>
/// <param name="Stage">demand, forecast, allocation, check, pacing, guardrail or action.</param>
/// <param name="Subject">The series, pool or plan it speaks of.</param>
/// <param name="Before">Figure before the stage; null where it makes no sense.</param>
/// <param name="After">Figure after the stage.</param>
/// <param name="Reason">Short code in kebab case.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record DecisionStep(string Stage, string Subject, double? Before, double? After, string Reason, string Detail);
