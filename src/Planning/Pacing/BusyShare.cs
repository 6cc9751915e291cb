using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// How busy the ready replicas that serve a pool's tiers are with what was offered lately: demand over the load window against their
/// rated throughput at the mix of requests seen. Demand counts where it entered; what other regions send over shows in KV utilisation
/// only. Patient work counts where nothing else runs: elsewhere it takes what is left.
/// </summary>
internal sealed class BusyShare(ServingCatalog catalog, PlanningOptions options, MixMemory mixes)
{
    private readonly RatedThroughput _rated = new(catalog, options, mixes);

    /// <summary>Null when no demand was told yet or no replica serves.</summary>
    public double? Of(PaceRound round, PoolSpec pool, ImmutableArray<(PoolSpec Spec, PoolFacts Facts)> siblings)
    {
        var tiers = TierSet.Of(pool);
        double capacity = 0;
        foreach (var (spec, facts) in siblings)
        {
            if (facts.Ready > 0 && TierSet.Of(spec).Overlaps(tiers))
            {
                capacity += facts.Ready * _rated.Of(spec, round.History, round.Now).PromptTokensPerSecond;
            }
        }

        return capacity > 0 && round.History.End is { } end ? Offered(round.History, end, pool.Id, tiers) / capacity : null;
    }

    private double Offered(DemandHistory history, Instant end, PoolId pool, TierSet tiers)
    {
        var to = history.Number(end);
        var from = to - Math.Max(1, options.LoadWindow.Ticks / options.DemandBin.Ticks);
        double offered = 0;
        foreach (var (id, series) in history.Series)
        {
            if (id.Model == pool.Model && id.Origin == pool.Region && tiers.Contains(id.Tier) && (id.Tier.IsInteractive() || !tiers.HasInteractive))
            {
                offered += series.Mean(from, to).Mean.PromptTokens;
            }
        }

        return offered;
    }
}
