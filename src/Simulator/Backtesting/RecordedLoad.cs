using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>What a fleet was asked for, as its demand bins told it, and the fleet that is to serve it again.</summary>
public sealed record RecordedLoad
{
    /// <summary>Models, pools, prices, promises. Every series of the bins is in it.</summary>
    public required ServingCatalog Catalog { get; init; }

    /// <summary>Demand from the start to the end, gaps filled; bins of a series don't overlap. Real time.</summary>
    public required ImmutableArray<DemandBin> Bins { get; init; }

    /// <summary>Demand before the start, as the planner would have known it; gaps are left.</summary>
    public required ImmutableArray<DemandBin> Past { get; init; }

    /// <summary>Days that are not like others, as forecasts are told.</summary>
    public LoadCalendar Calendar { get; init; } = LoadCalendar.None;

    /// <summary>Beginning of the test.</summary>
    public required Instant Start { get; init; }

    /// <summary>Its length.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Replicas that serve at the start.</summary>
    public required ImmutableArray<InitialReplicas> Initial { get; init; }

    /// <summary>Share of the requests that come, each kept or not by its own draw; 1 keeps all.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How sizes spread around the mean that a bin tells: one of <see cref="SizeShapes"/>.</summary>
    public string Sizes { get; init; } = SizeShapes[0];

    /// <summary>Published distributions, and <c>mean</c>: every request of a bin is of its mean size.</summary>
    public static readonly ImmutableArray<string> SizeShapes = ["chat", "code", "summarisation", "mean"];

    internal ISizes Table() => Sizes == "mean" ? new EqualSizes() : SizeTable.Published(Sizes);
}
