namespace SageServe.Simulator;

/// <summary>Crashes, slow-downs, spot reclaims and lost metrics of single replicas, drawn by replica. Times are envelope time.</summary>
internal sealed class ReplicaFates
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);
    private readonly SimulationRun _run;
    private readonly WorldOptions _options;
    private readonly SeededDraws _crashes;
    private readonly SeededDraws _slowdowns;
    private readonly SeededDraws _spot;
    private readonly SeededDraws _metrics;

    public ReplicaFates(SimulationRun run, RandomStream draws)
    {
        _run = run;
        _options = run.Scenario.World;
        _crashes = new SeededDraws(draws.Child("crashes"));
        _slowdowns = new SeededDraws(draws.Child("slowdowns"));
        _spot = new SeededDraws(draws.Child("spot"));
        _metrics = new SeededDraws(draws.Child("metrics"));
    }

    /// <summary>It has its machine.</summary>
    public void Allocated(SimReplica replica)
    {
        if (replica.Pool.CapacityType == CapacityType.Spot)
        {
            Draw(replica, ReplicaFate.SpotNotice, _spot, _options.Spot.ReclaimsPerReplicaHour * (1 - _options.Spot.WaveShare));
        }
    }

    /// <summary>It serves.</summary>
    public void Serves(SimReplica replica)
    {
        Draw(replica, ReplicaFate.Crash, _crashes, _options.Faults.CrashesPerReplicaHour);
        Draw(replica, ReplicaFate.SlowDown, _slowdowns, _options.Faults.SlowdownsPerReplicaHour);
        Draw(replica, ReplicaFate.MetricsLost, _metrics, _options.Telemetry.ReplicaOutagesPerHour);
    }

    public void Happen(SimReplica replica, ReplicaFate fate)
    {
        if (replica.IsGone)
        {
            return;
        }

        switch (fate)
        {
            case ReplicaFate.Crash or ReplicaFate.SpotEnd:
                _run.Fleet.Lose(replica);
                break;
            case ReplicaFate.SpotNotice:
                Reclaim(replica);
                break;
            case ReplicaFate.SlowDown:
                SlowDown(replica, _options.Faults.SlowdownFactor, _options.Faults.SlowdownLength.At(_slowdowns.Gaussian(replica.Key, 1000 + replica.Slowdowns)));
                break;
            case ReplicaFate.SpeedUp:
                _run.World.SetSlowness(replica, 1);
                Draw(replica, ReplicaFate.SlowDown, _slowdowns, _options.Faults.SlowdownsPerReplicaHour, replica.Slowdowns);
                break;
            case ReplicaFate.MetricsLost:
                replica.MetricsOutages++;
                replica.IsDark = true;
                Push(replica, ReplicaFate.MetricsBack, _options.Telemetry.ReplicaOutageLength.At(_metrics.Gaussian(replica.Key, 1000 + replica.MetricsOutages)));
                break;
            default:
                replica.IsDark = false;
                Draw(replica, ReplicaFate.MetricsLost, _metrics, _options.Telemetry.ReplicaOutagesPerHour, replica.MetricsOutages);
                break;
        }
    }

    public void SlowDown(SimReplica replica, double factor, TimeSpan length)
    {
        replica.Slowdowns++;
        _run.World.SetSlowness(replica, factor);
        Push(replica, ReplicaFate.SpeedUp, length);
    }

    /// <summary>It takes nothing new from the notice on; at its end what still runs breaks.</summary>
    public void Reclaim(SimReplica replica)
    {
        Push(replica, ReplicaFate.SpotEnd, _options.Spot.Notice);
        _run.Fleet.Drain(replica);
    }

    /// <summary>Each spot replica of the region, with this chance.</summary>
    public void Wave(SimRegion region, double reach, long wave)
    {
        foreach (var replica in region.Replicas.Where(r => r.Pool.CapacityType == CapacityType.Spot).ToList())
        {
            if (_spot.Uniform(replica.Key, 1000 + wave) < reach)
            {
                Reclaim(replica);
            }
        }
    }

    private void Draw(SimReplica replica, ReplicaFate fate, SeededDraws draws, double perHour, int number = 0)
    {
        if (perHour > 0)
        {
            var hours = draws.Exponential(1 / perHour, replica.Key, number);
            Push(replica, fate, hours < Longest.TotalHours ? TimeSpan.FromHours(hours) : Longest);
        }
    }

    private void Push(SimReplica replica, ReplicaFate fate, TimeSpan after) => _run.Kernel.Push(
        _run.Kernel.Now + _run.Kernel.Envelope.ToReal(after), new SimEvent(SimEventKind.Fate, replica, (long)fate));
}
