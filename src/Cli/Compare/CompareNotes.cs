using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>How the figures came about, and what they don't say.</summary>
internal static class CompareNotes
{
    /// <summary>For the terminal: the bounds' methods, failed and missing runs.</summary>
    public static IEnumerable<string> Short(ComparisonResult result)
    {
        foreach (var strategy in result.Plan.Strategies.Select(PlanningStrategies.Find).OfType<StrategyInfo>().Where(s => s.NeedsFuture))
        {
            yield return $"{strategy.Name}: {strategy.Description} No live scaler can do this.";
        }

        if (ChironWithoutPools(result))
        {
            yield return "chiron: this scenario has no pools of its own for interactive and for patient work, which are what Chiron is about; it scaled unified ones. Try paper-chiron.";
        }

        foreach (var run in result.Failed)
        {
            yield return $"FAILED {result.Plan.Strategies[run.Key.Strategy]}, seed {run.Seed}, {result.Plan.Variants[run.Key.Variant].Name}: {run.Error}";
        }

        if (result.CutShort)
        {
            yield return $"CUT SHORT: {result.Runs.Length} of {result.Plan.Runs.Length} runs were done when it was stopped; the figures are of those.";
        }
    }

    private static bool ChironWithoutPools(ComparisonResult result) =>
        result.Plan.Strategies.Contains(PlanningStrategies.Chiron)
        && result.Plan.Variants[0].Source.Build(result.Plan.Seeds[0]).Catalog.Pools.All(p => p.Tiers.IsEmpty);

    /// <summary>For the report: what was modelled and how each figure is counted.</summary>
    public static IEnumerable<string> Methods(ComparisonResult result)
    {
        yield return "Every run drives the product's own routing and planning code on a virtual clock, with modelled engines that batch continuously; conservation, placement, KV and capacity checks run in each of them.";
        yield return "GPU-hours run from the allocation of a replica to its release, start-up and drain included: the provisioning delay is modelled, and paid for.";
        yield return "Waste as billed is what was paid for and served nobody: start-up, replicas that never became ready, draining. As the paper counts it: each scale-out times 2.5 minutes on a machine that has the model, 10 minutes elsewhere. Ready replicas with nothing to do are idle, not wasted.";
        yield return "SLO attainment is requests that met their target over requests that arrived; refusals and timeouts are misses. TTFT is of streams, from the scheduled arrival.";
        yield return "Latency percentiles are of the requests of all seeds together, from merged sketches that are off by at most 0.4 %. Their intervals come from the seeds: each seed has a percentile of its own, and Student's interval of those stands around the figure. Everything else is the mean over seeds. Differences are taken seed by seed, of latencies between the seeds' own percentiles.";
        yield return CompareVerdict.Seeds(result);
        foreach (var strategy in result.Plan.Strategies.Select(PlanningStrategies.Find).OfType<StrategyInfo>())
        {
            yield return $"{strategy.Name}: {strategy.Description}{(strategy.NeedsFuture ? " No live scaler can do this; it bounds what planning could win here." : "")}";
        }

        if (ChironWithoutPools(result))
        {
            yield return "Here chiron scaled unified pools, for want of interactive and batch ones: that is not the strategy as published.";
        }

        yield return "What a simulation can't say: how your engines behave beyond their profiles, failures that were not put into the scenario, and demand that looks unlike the scenario's.";
    }
}
