using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The queue of one model in one region.</summary>
public sealed record QueueLane
{
    public required ModelId Model { get; init; }

    /// <summary>False: the index cannot be reached, or was not read yet; the figures are of nothing then.</summary>
    public required bool Known { get; init; }

    /// <summary>Batches and tenants' held calls that have work in it.</summary>
    public required int Groups { get; init; }

    /// <summary>Lines that may be released.</summary>
    public required long Waiting { get; init; }

    /// <summary>Lines that wait out a pause after a failed attempt.</summary>
    public required long Delayed { get; init; }

    /// <summary>Lines that a gateway has.</summary>
    public required long Leased { get; init; }

    /// <summary>Of the oldest that waits; null when none does.</summary>
    public double? OldestAgeSeconds { get; init; }

    /// <summary>Null when the lane is empty.</summary>
    public Instant? EarliestDeadline { get; init; }

    /// <summary>The least time to spare of any group, from its expected end (p90) to its deadline; negative is late.</summary>
    public double? SlackSeconds { get; init; }

    /// <summary>Name of the gateway that decides on releases; null: nobody just now.</summary>
    public string? Pump { get; init; }

    /// <summary>Gateways that run lines of it, sorted.</summary>
    public required ImmutableArray<QueueMember> Members { get; init; }

    /// <summary>Leases that ran out since the lane was last empty.</summary>
    public required long LeasesLost { get; init; }

    /// <summary>Replicas' worth of room for patient work in the next minutes.</summary>
    public required double Headroom { get; init; }

    /// <summary>What that is reckoned by: plan, history, present or none.</summary>
    public required string HeadroomFrom { get; init; }

    /// <summary>Share of that room that patient work gets, as learnt.</summary>
    public required double Pace { get; init; }
}
