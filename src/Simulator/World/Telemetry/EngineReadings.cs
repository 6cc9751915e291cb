namespace SageServe.Simulator;

/// <summary>Reads the metrics of a region's engines for its gateways. A reading that fails leaves the last one, which ages.</summary>
internal sealed class EngineReadings(SimulationRun run, RandomStream draws)
{
    private readonly SeededDraws _losses = new(draws.Child("losses"));
    private readonly double _loss = run.Scenario.World.Telemetry.ScrapeLoss;

    public void Read(SimRegion region)
    {
        var now = run.Kernel.Now;
        if (run.Around.Faults.IsDark(region.Id))
        {
            return;
        }

        var replicas = region.Published;
        for (var i = 0; i < replicas.Count; i++)
        {
            var replica = replicas[i];
            if (replica.Phase is InstancePhase.Ready or InstancePhase.Draining && !replica.IsDark && !IsLost(replica, now))
            {
                Read(replica, now);
            }
        }
    }

    private bool IsLost(SimReplica replica, Instant now) => _loss > 0 && _losses.Uniform(replica.Key, now.Ticks) < _loss;

    private void Read(SimReplica replica, Instant now)
    {
        replica.Read(now);
        foreach (var checker in run.Checkers)
        {
            checker.ReplicaRead(replica);
        }
    }
}
