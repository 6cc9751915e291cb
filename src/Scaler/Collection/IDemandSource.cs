using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Where a tick's facts about demand and load come from. What can't be read is null, a missing bin is a gap; nothing is invented.
/// </summary>
internal interface IDemandSource
{
    /// <summary>Complete bins that start at or after <paramref name="since"/> (envelope time), sorted; null when demand can't be read.</summary>
    Task<ImmutableArray<DemandBin>?> DemandAsync(Instant since, CancellationToken stop);

    /// <summary>Load per pool as the gateways publish it, and the work there for a strategy that asks; null when it can't be read.</summary>
    Task<ImmutableArray<LoadSignal>?> LoadAsync(CancellationToken stop);

    /// <summary>Patient work that waits, by when it is due, request time; a deployment that is not known in full is left out; null when none can be read.</summary>
    Task<ImmutableArray<PatientBacklog>?> BacklogAsync(CancellationToken stop);

    /// <summary>Requests that met or missed their target since the last call, envelope time; a region that is not known in full is left out; null when none can be read.</summary>
    Task<ImmutableArray<SloReading>?> SloAsync(CancellationToken stop);
}
