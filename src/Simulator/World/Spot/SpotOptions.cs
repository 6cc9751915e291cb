namespace SageServe.Simulator;

/// <summary>How the cloud takes spot machines back; envelope time. Only pools whose capacity type is spot are touched.</summary>
public sealed record SpotOptions
{
    /// <summary>Mean losses of one replica per hour, from both causes below.</summary>
    public double ReclaimsPerReplicaHour { get; init; }

    /// <summary>The part of these losses that comes in waves over a region; the rest hits replicas one by one.</summary>
    public double WaveShare { get; init; }

    /// <summary>Chance of each spot replica of the region to be taken by a wave.</summary>
    public double WaveReach { get; init; } = 0.5;

    /// <summary>Between the notice, at which the replica begins to drain, and its end (clouds give 30 to 120 s).</summary>
    public TimeSpan Notice { get; init; } = TimeSpan.FromSeconds(30);
}
