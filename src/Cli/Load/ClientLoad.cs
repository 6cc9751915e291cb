namespace SageServe.Cli;

/// <summary>A scenario's arrivals as calls of clients, and back.</summary>
internal static class ClientLoad
{
    /// <param name="scenario">Its arrivals are read once, as the load goes.</param>
    /// <param name="nameOf">What clients call a model.</param>
    public static IEnumerable<Arrival> Of(SimulationScenario scenario, Func<ModelId, string> nameOf) =>
        scenario.Arrivals.Select((a, i) => new Arrival(a.At - scenario.Start, i, nameOf(a.Model), a.Origin, a.Tier, a.Streaming, a.PromptTokens, a.OutputTokens));

    /// <param name="arrival">Of the load.</param>
    /// <param name="start">Request time of the load's start.</param>
    /// <param name="plan">Knows the models behind the names.</param>
    public static SimulatedArrival Simulated(Arrival arrival, Instant start, UpPlan plan) => new(
        start + arrival.At, plan.Resolve(arrival.Model), arrival.Origin, arrival.Tier, arrival.PromptTokens, arrival.OutputTokens, arrival.Streaming);
}
