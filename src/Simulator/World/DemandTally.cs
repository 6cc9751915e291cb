namespace SageServe.Simulator;

/// <summary>What one series brought in the open bin.</summary>
internal readonly record struct DemandTally(long PromptTokens, long OutputTokens, long Requests)
{
    public DemandTally With(in SimulatedArrival arrival) =>
        new(PromptTokens + arrival.PromptTokens, OutputTokens + arrival.OutputTokens, Requests + 1);
}
