using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>What goes wrong, by schedule and at random. Rates and lengths are envelope time.</summary>
public sealed record FaultOptions
{
    public ImmutableArray<ScheduledFault> Schedule { get; init; } = [];

    /// <summary>Mean crashes of one ready replica per hour: what runs there breaks, its GPUs are free.</summary>
    public double CrashesPerReplicaHour { get; init; }

    /// <summary>Mean slow-downs of one ready replica per hour.</summary>
    public double SlowdownsPerReplicaHour { get; init; }

    /// <summary>Steps take this many times as long while it lasts.</summary>
    public double SlowdownFactor { get; init; } = 3;

    public DurationSpread SlowdownLength { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(20));

    /// <summary>Mean crashes of one gateway per hour: what it holds and has in flight is lost for the clients.</summary>
    public double GatewayCrashesPerHour { get; init; }

    /// <summary>From a gateway's crash until it serves again.</summary>
    public TimeSpan GatewayRestart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Mean outages of a whole region per hour.</summary>
    public double RegionOutagesPerHour { get; init; }

    public DurationSpread RegionOutageLength { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(20), TimeSpan.FromHours(1));

    /// <summary>True: clients whose region has no gateway go to the nearest one that has; false: they fail.</summary>
    public bool ClientsFailOver { get; init; } = true;
}
