using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What came in the time that a move was decided for. A null is not known.</summary>
public sealed record ReceiptActual
{
    public required Instant ClosedAt { get; init; }

    /// <summary>window-over, opposite-move, fleet-changed, carried-out, pool-gone, too-many.</summary>
    public required string ClosedBecause { get; init; }

    /// <summary>When the started replicas served; null where they never did, and for a stop.</summary>
    public Instant? ServedAt { get; init; }

    /// <summary>Minutes that are judged: from serving (a start) or from the move (a stop) to the end, as far as demand and fleet are known.</summary>
    public required double MinutesKnown { get; init; }

    /// <summary>Those of which demand or fleet are not known.</summary>
    public required double MinutesMissing { get; init; }

    /// <summary>Mean over the judged minutes, prompt tokens per second.</summary>
    public double? DemandMean { get; init; }

    /// <summary>The largest of them.</summary>
    public double? DemandPeak { get; init; }

    /// <summary>Replicas that the largest minute would have taken, planned as the strategy plans.</summary>
    public int? ReplicasPeak { get; init; }

    /// <summary>Largest offered load of the deployment: demand over what its ready replicas get through in full use; above 1 it is short.</summary>
    public double? LoadPeak { get; init; }

    /// <summary>Judged minutes in which more was offered than the ready replicas get through; for advice to stop, than would have been left.</summary>
    public required double ShortMinutes { get; init; }

    /// <summary>Such minutes between the move and its serving.</summary>
    public required double LateMinutes { get; init; }

    /// <summary>Replicas in full use that lacked most in any of those minutes.</summary>
    public required double ShortMost { get; init; }

    /// <summary>Of advice to start: short minutes in which its replicas would have been enough.</summary>
    public required double CoverableMinutes { get; init; }

    /// <summary>Of the moved replicas, how many demand took on average (a stop: would have taken).</summary>
    public double? UsedMean { get; init; }

    /// <summary>The same in the largest minute.</summary>
    public int? UsedPeak { get; init; }

    /// <summary>GPU-hours of the moved replicas from the move to the end, cold start included: paid by a start, not paid after a stop.</summary>
    public required double GpuHours { get; init; }

    /// <summary>Of them those that demand did not take: wasted by a start, saved by a stop.</summary>
    public double? UnusedGpuHours { get; init; }

    /// <summary>Price of <see cref="GpuHours"/>.</summary>
    public required double Usd { get; init; }

    /// <summary>Price of <see cref="UnusedGpuHours"/>.</summary>
    public double? UnusedUsd { get; init; }

    /// <summary>Judged minutes within what was held for; null where no quantile was told.</summary>
    public double? MinutesWithinHeld { get; init; }

    /// <summary>True where the largest minute lay within the forecast's 5 % to 95 % band; null where there was none.</summary>
    public bool? PeakWithinBand { get; init; }

    /// <summary>Judged minutes for which gateways told who met the target; 0 where nobody did.</summary>
    public double AttainmentMinutes { get; init; }

    /// <summary>In these minutes, by tier that the pool serves; a tier without requests is left out. Null where nobody told.</summary>
    public ImmutableArray<TierAttainment>? Attainment { get; init; }
}
