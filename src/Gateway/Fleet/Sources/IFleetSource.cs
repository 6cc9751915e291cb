using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>Says who exists in this region. What it once said stands while it can learn nothing new.</summary>
internal interface IFleetSource : IDisposable
{
    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    event Action? Changed;

    /// <summary>Ids are unique; the catalog has a profile of each.</summary>
    ImmutableArray<FleetReplica> Current { get; }

    /// <summary>Null once it has said something; else what it waits for.</summary>
    string? WaitsFor { get; }

    /// <summary>Begins to look; ends when told to.</summary>
    Task RunAsync(CancellationToken stop);
}
