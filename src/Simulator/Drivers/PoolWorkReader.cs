using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>What runs and waits at a pool, for the strategies that ask. O(requests on its replicas).</summary>
internal static class PoolWorkReader
{
    public static PoolWork Read(SimRegion region, PoolSpec pool, IEnumerable<SimReplica> replicas)
    {
        var busy = 0;
        var (waiting, prompt, output) = (0, 0.0, 0.0);
        foreach (var replica in replicas.Where(r => r.Phase is InstancePhase.Ready or InstancePhase.Draining))
        {
            var interactive = false;
            foreach (var leg in replica.Legs.Values)
            {
                interactive |= leg.Request.Tier.IsInteractive();
                if (!leg.Request.Tier.IsInteractive())
                {
                    waiting += leg.Tokens == 0 ? 1 : 0;
                    prompt += leg.Tokens == 0 ? leg.Request.PromptTokens : 0;
                    output += leg.Request.ExpectedOutputTokens - leg.Tokens;
                }
            }

            busy += interactive && replica.Phase == InstancePhase.Ready ? 1 : 0;
        }

        if (pool.IsOwnOf(ServiceTier.NonInteractive))
        {
            var lane = region.Flows[pool.Id.Model].Leader().Lane;
            (waiting, prompt, output) = (waiting + lane.Waiting, prompt + lane.PromptTokens, output + lane.OutputTokens);
        }

        return new PoolWork(busy, waiting, prompt, Math.Max(0, output));
    }
}
