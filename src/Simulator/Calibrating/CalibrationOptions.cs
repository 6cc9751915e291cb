namespace SageServe.Simulator;

/// <summary>A world in which batches are submitted at random and told when they will be done.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Simulated days.</summary>
    public double Days { get; init; } = 6;

    /// <summary>Replicas; with <see cref="Planned"/> the most that there may be.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>The planner moves the fleet and publishes its forecast; else the fleet stands and the gateway goes by what it measured.</summary>
    public bool Planned { get; init; }

    /// <summary>Mean share of the replicas that interactive requests use.</summary>
    public double InteractiveShare { get; init; } = 0.35;

    /// <summary>Mean share that batches would use.</summary>
    public double PatientShare { get; init; } = 0.30;

    public double BatchesPerDay { get; init; } = 40;

    /// <summary>How much the interactive load of one day differs from another's: standard deviation of its logarithm.</summary>
    public double DaySpread { get; init; } = 0.15;

    /// <summary>How much the output of one batch differs from what is expected of all: standard deviation of its logarithm.</summary>
    public double BatchSpread { get; init; } = 0.2;
}
