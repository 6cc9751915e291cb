namespace SageServe.Simulator;

/// <summary>How much prompts share, had the cache no end.</summary>
/// <param name="Blocks">Prefix blocks in all prompts.</param>
/// <param name="HitRate">Share of them that an earlier request had.</param>
/// <param name="RequestsWithHits">Share of the requests that find one block or more.</param>
/// <param name="ReuseSeconds">From a block's last use to its next: quantiles, seconds.</param>
/// <param name="ReuseRequests">The same in requests.</param>
/// <param name="Sampled">Share of the blocks that the distances are taken from; the hit rate too when below 1.</param>
public sealed record PrefixFigures(
    long Blocks, double HitRate, double RequestsWithHits, SortedDictionary<string, double> ReuseSeconds, SortedDictionary<string, double> ReuseRequests, double Sampled);
