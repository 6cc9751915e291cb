namespace SageServe.Planning;

/// <summary>A plan before it is published: what was asked, what was expected, what came out.</summary>
internal sealed record PlanDraft(DemandForecast Forecast, AllocationProblem Problem, AllocationAnswer Answer);
