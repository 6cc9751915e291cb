namespace SageServe.Cli;

/// <param name="Prompt">Prompt tokens of completed requests.</param>
/// <param name="Output">Output tokens received, broken streams included.</param>
internal sealed record TokenCounts(long Prompt, long Output)
{
    public static TokenCounts Of(IReadOnlyCollection<CallResult> results) => new(
        results.Where(r => r.Outcome == CallOutcome.Completed).Sum(r => (long)r.Arrival.PromptTokens),
        results.Sum(r => (long)r.OutputTokens));
}
