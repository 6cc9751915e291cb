using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// The benchmark's load: the scenario's interactive traffic, and a backlog of patient work that waits from the beginning and never runs
/// dry. Its requests are as long as the interactive ones, drawn from them; the seed varies both.
/// </summary>
internal sealed class InterferenceLoad(IScenarioSource source, double depth, int tenants)
{
    /// <param name="seed">Of the traffic (<see cref="InterferenceTraffic"/>) and of the backlog's order.</param>
    /// <param name="interactive">With the scenario's traffic.</param>
    /// <param name="patient">With the backlog.</param>
    public SimulationScenario Build(ulong seed, bool interactive, bool patient)
    {
        var scenario = source.Build(seed);
        var rows = InterferenceTraffic.Of([.. scenario.Arrivals], scenario.Start, scenario.Duration, seed);
        if (rows.IsEmpty)
        {
            throw new BadInputException($"The scenario '{source.Name}' brings no requests to interfere with.");
        }

        var profile = InterferenceRun.Profile(scenario.Catalog);
        var replicas = scenario.Catalog.Pools.Sum(p => p.InitialReplicas);
        var backlog = (int)(depth * replicas * scenario.Duration.TotalSeconds / rows.Average(r => profile.WorkSeconds(r.PromptTokens, r.OutputTokens)));
        var work = patient ? Backlog(backlog, scenario.Start, rows, new RandomStream(seed).Child("backlog")) : [];
        return scenario with { Arrivals = interactive ? work.Concat(rows) : work, Preview = null, DrainLimit = TimeSpan.Zero };
    }

    private IEnumerable<SimulatedArrival> Backlog(int backlog, Instant start, ImmutableArray<SimulatedArrival> rows, RandomStream random)
    {
        for (var i = 0; i < backlog; i++)
        {
            var like = rows[random.NextInt(rows.Length)];
            yield return like with
            {
                At = start,
                Tier = ServiceTier.NonInteractive,
                Streaming = false,
                Session = null,
                Tenant = new TenantId($"batch-{random.NextInt(tenants)}"),
            };
        }
    }
}
