
namespace SageServe.Cli;

/// <summary>The load's arrivals as the simulator takes them.</summary>
internal static class SimulatedTraffic
{
    /// <param name="arrival">Of the load.</param>
    /// <param name="start">Request time of the load's start.</param>
    /// <param name="plan">Knows the models behind the names.</param>
    public static SimulatedArrival Of(Arrival arrival, Instant start, UpPlan plan) => new(
        start + arrival.At, plan.Resolve(arrival.Model), arrival.Origin, arrival.Tier, arrival.PromptTokens, arrival.OutputTokens, arrival.Streaming);
}
