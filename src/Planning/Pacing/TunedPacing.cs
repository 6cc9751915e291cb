using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// The algorithm of Kubernetes' HorizontalPodAutoscaler: the ratio of load to its target times the replicas, nothing within the
/// tolerance, replicas that are not ready counted as idle when growing and left out when shrinking, then stabilisation windows and
/// step policies. An unknown load moves nothing.
/// </summary>
internal sealed class TunedPacing(TunedOptions options, PacingMemory pools) : IPacingPolicy
{
    /// <summary>Quotients of round figures are to count as round.</summary>
    private const double Exact = 1e-9;

    public PolicyNeeds Needs => PolicyNeeds.None;

    public PaceProposal Propose(PaceFacts facts)
    {
        var memory = pools.Wishes(facts.Spec.Id, options);
        memory.Observe(facts.Now, facts.Current);
        if (facts.Load is not { } load)
        {
            return new PaceProposal(facts.Current, "load-unknown", "The load is unknown, so the pool stays as it is.");
        }

        var wish = Wish(load, facts.Pool.Ready, facts.Pool.Starting);
        var stable = memory.Stabilise(facts.Now, wish, facts.Current);
        var next = memory.Limit(facts.Now, stable, facts.Current);
        memory.Proposed(facts.Now, facts.Current, next);
        return new PaceProposal(next, next > facts.Current ? "ratio-high" : next < facts.Current ? "ratio-low" : "ratio-within", string.Create(
            CultureInfo.InvariantCulture, $"Load is {load:P0} of a target of {options.TargetLoad:P0}: {wish} replicas wished, {stable} after the stabilisation windows."));
    }

    /// <summary>Replicas by the ratio alone.</summary>
    internal int Wish(double load, int ready, int starting)
    {
        var current = ready + starting;
        var ratio = load / options.TargetLoad;
        if (starting == 0 || ratio <= 1)
        {
            return Math.Abs(1 - ratio) <= options.Tolerance + Exact ? current : Ceiling(ratio * ready);
        }

        // Growing: those not ready yet are taken to be idle; if that turns the answer around, nothing moves.
        var shared = ratio * ready / current;
        return shared <= 1 + options.Tolerance + Exact ? current : Math.Max(current, Ceiling(shared * current));
    }

    private static int Ceiling(double replicas) => (int)Math.Ceiling(replicas - Exact);
}
