using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// How replicas come to be. By default every start takes the cold start of its profile. With <see cref="Machines"/> a region has
/// machines that remember what they ran, and the kind of a start, hence its time, follows from the machine that is found for it.
/// </summary>
public sealed record ProvisioningOptions
{
    public bool Machines { get; init; }

    /// <summary>What becomes of a machine whose replica is scaled in. Needs <see cref="Machines"/> unless it is released.</summary>
    public StoppedMachine WhenStopped { get; init; } = StoppedMachine.Release;

    /// <summary>A donated or kept machine goes back to the cloud after this long.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A machine given back can be had again, image and weights still on its disk, for this long.</summary>
    public TimeSpan WarmFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Models whose weights fit on a machine's disk; the one unused longest is dropped.</summary>
    public int WeightsPerMachine { get; init; } = 2;

    /// <summary>Models whose weights fit into a region's store; the one unused longest is dropped. 0 is no limit.</summary>
    public int WeightsPerRegion { get; init; }

    /// <summary>What the stores hold at the beginning; a region that is missing holds the models of its pools, as far as they fit.</summary>
    public ImmutableArray<StoredWeights> Stored { get; init; } = [];

    /// <summary>Machines that are donated at the beginning, with their pool's model on them.</summary>
    public ImmutableArray<InitialReplicas> Donated { get; init; } = [];

    /// <summary>That many more of every pool of the catalog.</summary>
    public int DonatedOfEachPool { get; init; }

    /// <summary>Machines on which a process of the pool's model stands by at the beginning, paid for. A used one is not replaced.</summary>
    public ImmutableArray<InitialReplicas> Standby { get; init; } = [];

    /// <summary>Chance that a start fails; that shows when it should have been ready.</summary>
    public double FailureProbability { get; init; }

    public StartTimes Times { get; init; } = new();
}
