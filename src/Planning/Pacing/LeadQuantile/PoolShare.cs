namespace SageServe.Planning;

/// <summary>
/// The part of its deployment's demand that falls to a pool: its part of the capacity that the plan gives the pools that serve the same
/// tiers; without a plan, of the capacity that stands.
/// </summary>
internal static class PoolShare
{
    public static double Of(PaceFacts facts, RatedThroughput rated, PaceRound round)
    {
        if (facts.Siblings.Length == 1)
        {
            return 1;
        }

        var tiers = TierSet.Of(facts.Spec);
        var alike = facts.Siblings.Where(s => TierSet.Of(s.Spec).Overlaps(tiers)).ToList();
        var plan = round.Plan is { } p && round.Now < p.ExpiresAt && alike.TrueForAll(s => p.Targets.ContainsKey(s.Spec.Id)) ? p.Targets : null;
        double Capacity((PoolSpec Spec, PoolFacts Facts) pool) =>
            (plan is null ? pool.Facts.Ready + pool.Facts.Starting : plan[pool.Spec.Id]) * rated.Of(pool.Spec, round.History, round.Now).PromptTokensPerSecond;
        var all = alike.Sum(Capacity);
        return all > 0 ? Capacity((facts.Spec, facts.Pool)) / all : 1.0 / alike.Count;
    }
}
