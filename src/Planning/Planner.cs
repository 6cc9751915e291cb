using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The stages of a plan tick: forecast, allocation problem, allocation.</summary>
internal sealed class Planner(ServingCatalog catalog, PlanningOptions options, ForecastMemory memory, LeadTimes leads)
{
    private readonly DemandForecaster _forecaster = new(catalog, options, memory, leads);
    private readonly AllocationProblemBuilder _problem = new(catalog, options, leads);
    private readonly Allocator _allocator = new(options);

    public PlanDraft Plan(Instant now, DemandHistory history, DemandHistory? future, BacklogMemory backlog, ImmutableArray<PoolFacts> facts, GroupRound groups, RecordedSolve? recorded, StepList steps)
    {
        var forecast = _forecaster.Forecast(history, future, backlog, now, steps);
        var problem = _problem.Build(facts, groups, forecast, history, steps);
        return new PlanDraft(forecast, problem, _allocator.Allocate(problem, recorded, steps));
    }
}
