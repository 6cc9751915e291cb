using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// One model in one region over time. Demand is counted where requests enter; what stands at one moment is looked at five times a bin and
/// averaged, so counts of replicas need not be whole.
/// </summary>
public sealed record CellSeries
{
    public required ModelId Model { get; init; }

    public required RegionId Region { get; init; }

    /// <summary>Prompt tokens a second of request time that arrived here, both interactive tiers.</summary>
    public required ImmutableArray<double> OfferedInteractive { get; init; }

    /// <summary>Prompt tokens a second of patient work that arrived here.</summary>
    public required ImmutableArray<double> OfferedPatient { get; init; }

    /// <summary>Prompt tokens a second that the ready replicas can take at full use, as the plan reckons it at the mix of the model's requests so far.</summary>
    public required ImmutableArray<double?> Capacity { get; init; }

    public required ImmutableArray<double?> Ready { get; init; }

    public required ImmutableArray<double?> Starting { get; init; }

    public required ImmutableArray<double?> Draining { get; init; }

    /// <summary>Given to other work.</summary>
    public required ImmutableArray<double?> Donated { get; init; }

    /// <summary>KV tokens in use over those that fit, as the gateway last read it.</summary>
    public required ImmutableArray<double?> KvUtilization { get; init; }

    public required ImmutableArray<double?> Pressure { get; init; }

    /// <summary>Interactive requests that wait at the gateway.</summary>
    public required ImmutableArray<double?> Held { get; init; }

    /// <summary>Patient requests that wait for their release.</summary>
    public required ImmutableArray<double?> Deferred { get; init; }
}
