namespace SageServe.Shared;

/// <summary>What is due within a time, what is overdue included.</summary>
/// <param name="Within">From now.</param>
/// <param name="PromptTokens">Of what is due by then.</param>
/// <param name="WorkSeconds">Replica seconds of what is due by then.</param>
public readonly record struct DueWork(TimeSpan Within, double PromptTokens, double WorkSeconds)
{
    public static DueWork operator +(DueWork a, DueWork b) =>
        new(a.Within, a.PromptTokens + b.PromptTokens, a.WorkSeconds + b.WorkSeconds);
}
