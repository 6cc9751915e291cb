namespace SageServe.Planning;

/// <summary>Engines of several models on the same GPUs, one awake at a time. Each unit carries one replica of one of the pools that name the group.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Accelerator">Its hardware.</param>
/// <param name="Max">Most units.</param>
public sealed record ProblemGroup(string Name, RegionId Region, AcceleratorId Accelerator, int Max)
{
    /// <summary>How it is paid for.</summary>
    public CapacityType CapacityType { get; init; }

    /// <summary>Units that stand.</summary>
    public int Current { get; init; }

    /// <summary>Fewest units.</summary>
    public int Min { get; init; }

    /// <summary>From the request of a unit until all its engines are loaded; paid for.</summary>
    public double StartMinutes { get; init; }
}
