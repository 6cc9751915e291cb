using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What the paper's Reactive strategy would have done with the arrivals of a live run: the same rooms on a virtual clock.</summary>
internal static class ReactiveRun
{
    /// <param name="plan">Of the live run.</param>
    /// <param name="arrivals">Its requests as scheduled, and its batches' lines.</param>
    /// <param name="began">Envelope time when the load began.</param>
    /// <param name="span">Length of the load, request time.</param>
    /// <param name="replicas">Replicas of the live run; those that lived at the beginning are the first fleet.</param>
    public static ReactiveReport Simulate(
        UpPlan plan, IReadOnlyList<Arrival> arrivals, Instant began, TimeSpan span, IEnumerable<ReplicaDocument> replicas)
    {
        var start = plan.Envelope.ToReal(began);
        var scenario = new SimulationScenario
        {
            Catalog = plan.Catalog,
            Envelope = plan.Envelope,
            Start = start,
            Duration = span,
            Arrivals = arrivals.Where(a => a.At < span).OrderBy(a => a.At).ThenBy(a => a.Sequence).Select(a => ClientLoad.Simulated(a, start, plan)),
            Initial = [.. FirstFleet(replicas, began), .. plan.Catalog.Pools.Where(p => p.Group is not null).Select(p => new InitialReplicas(p.Id, p.InitialReplicas))],
            Planning = plan.Planning with { Strategy = "reactive" },
            DrainLimit = TimeSpan.FromMinutes(5),
        };
        var report = Simulation.Run(scenario, plan.Options.Seed);
        var fast = report.Tiers.Single(t => t.Tier == ServiceTier.InteractiveFast.WireName());
        return new ReactiveReport(Math.Round(report.GpuHours, 4), fast.SloAttainment, fast.TtftSeconds?.P95, report.Requests, report.Failed, report.Actions.Count);
    }

    /// <summary>Those with GPUs of their own; of co-resident engines nobody remembers who was awake then, and the catalog says it.</summary>
    private static ImmutableArray<InitialReplicas> FirstFleet(IEnumerable<ReplicaDocument> replicas, Instant began) =>
    [
        .. replicas.Where(r => r.Unit is null && r.AllocatedAt <= began && (r.ReleasedAt is not { } released || released > began))
            .GroupBy(r => r.Pool).OrderBy(g => g.Key)
            .Select(g => new InitialReplicas(g.Key, g.Count())),
    ];
}
