namespace SageServe.Cli;

/// <summary>Requests that clients sent, and how they ended.</summary>
/// <param name="Total">Sent.</param>
/// <param name="Completed">Whole answer received.</param>
/// <param name="Failed">Refused, failed or broken.</param>
/// <param name="Retried">Completed or not, tried again after a failed attempt, before the first byte; a full peer is no failed attempt.</param>
/// <param name="Outcomes">Each outcome's count.</param>
/// <param name="Errors">What went wrong, most frequent first, at most ten kinds.</param>
internal sealed record RequestCounts(
    int Total,
    int Completed,
    int Failed,
    int Retried,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyDictionary<string, int> Errors)
{
    public static RequestCounts Of(IReadOnlyCollection<CallResult> results)
    {
        int Count(CallOutcome outcome) => results.Count(r => r.Outcome == outcome);
        return new RequestCounts(
            results.Count,
            Count(CallOutcome.Completed),
            Count(CallOutcome.Refused) + Count(CallOutcome.Failed) + Count(CallOutcome.Broken),
            results.Count(r => r.Attempts > 1),
            new SortedDictionary<string, int>(Enum.GetValues<CallOutcome>().ToDictionary(OutcomeName, Count), StringComparer.Ordinal),
            results.Where(r => r.Error is not null).GroupBy(r => r.Error!).OrderByDescending(g => g.Count()).Take(10).ToDictionary(g => g.Key, g => g.Count()));
    }

    private static string OutcomeName(CallOutcome outcome) =>
        outcome == CallOutcome.CutOff ? "cut_off" : outcome.ToString().ToLowerInvariant();
}
