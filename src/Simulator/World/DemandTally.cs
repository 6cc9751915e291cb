namespace SageServe.Simulator;

/// <summary>What one series brought in the open bin.</summary>
internal sealed class DemandTally
{
    public long PromptTokens { get; private set; }

    public long OutputTokens { get; private set; }

    public long Requests { get; private set; }

    public void Count(in SimulatedArrival arrival)
    {
        PromptTokens += arrival.PromptTokens;
        OutputTokens += arrival.OutputTokens;
        Requests++;
    }

    public void Clear() => PromptTokens = OutputTokens = Requests = 0;
}
