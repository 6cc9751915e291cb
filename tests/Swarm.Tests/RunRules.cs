using SageServe.Simulator;

namespace SageServe.Swarm.Tests;

/// <summary>What must hold of every run's report, whatever the world did.</summary>
internal static class RunRules
{
    public static void Check(SimulationScenario scenario, SimulationReport report)
    {
        Requests(scenario, report);
        Tiers(report);
        Capacity(scenario, report);
    }

    private static void Requests(SimulationScenario scenario, SimulationReport report)
    {
        var arrived = scenario.Arrivals.ToArray();
        Assert.Equal(arrived.Length, report.Requests);
        Assert.Equal(report.Requests, report.Completed + report.Failed + report.Pending);
        foreach (var tier in ServiceTiers.All)
        {
            var told = report.Tiers.SingleOrDefault(t => t.Tier == tier.WireName());
            var own = arrived.Where(a => a.Tier == tier).ToArray();
            Assert.Equal(own.Length, told?.Requests ?? 0);
            Assert.True((told?.OutputTokens ?? 0) <= own.Sum(a => (long)a.OutputTokens), "no more tokens come out than were asked for");
            if (tier.IsInteractive())
            {
                Assert.Equal(0, told?.Pending ?? 0);
            }
        }
    }

    private static void Tiers(SimulationReport report)
    {
        foreach (var tier in report.Tiers)
        {
            Assert.Equal(tier.Requests, tier.Outcomes.Values.Sum() + tier.Pending);
            Assert.All(tier.Outcomes.Values, n => Assert.True(n > 0));
            Assert.True(tier.SloAttainment is null or (>= 0 and <= 1), $"attainment {tier.SloAttainment}");
            Ordered(tier.TtftSeconds);
            Ordered(tier.TbtSeconds);
            Ordered(tier.E2eSeconds);
        }

        Assert.Equal(report.Completed, report.Tiers.Sum(t => t.Outcomes.GetValueOrDefault(nameof(RequestOutcome.Completed))));
    }

    private static void Ordered(Quantiles? quantiles)
    {
        if (quantiles is { } q)
        {
            double[] rising = [0, q.P50, q.P95, q.P99];
            Assert.Equal(rising.Order(), rising);
        }
    }

    /// <summary>GPU-hours lie between nothing and all GPUs of all regions all the time; pools sum up to the whole.</summary>
    private static void Capacity(SimulationScenario scenario, SimulationReport report)
    {
        var gpus = scenario.Catalog.Regions.SelectMany(r => r.Capacity).Sum(c => c.Replicas * scenario.Catalog.Accelerator(c.Accelerator).Gpus);
        Assert.InRange(report.GpuHours, 0, gpus * report.EnvelopeHours * (1 + 1e-9));
        Assert.Equal(report.GpuHours, report.Pools.Sum(p => p.GpuHours), 6);
        Assert.InRange(report.WastedGpuHours + report.Capacity.IdleGpuHours, 0, report.GpuHours * (1 + 1e-9));
        Assert.True(report.CostUsd >= 0 && double.IsFinite(report.CostUsd));
        Assert.All(report.Pools, p => Assert.True(p.PeakReplicas <= p.Started));
        if (scenario.Planning is null && scenario.World == new WorldOptions() && scenario.Kills.IsEmpty)
        {
            var held = scenario.Catalog.Pools.Sum(p => p.InitialReplicas * scenario.Catalog.Accelerator(p.Id.Accelerator).Gpus);
            Assert.Equal(held * report.EnvelopeHours, report.GpuHours, 6);
        }
    }
}
