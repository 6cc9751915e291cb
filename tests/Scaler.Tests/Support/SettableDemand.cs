using System.Collections.Immutable;

namespace SageServe.Scaler.Tests;

/// <summary>A source whose answers a test sets; the sources themselves have tests of their own.</summary>
internal sealed class SettableDemand : IDemandSource
{
    public Func<Instant, ImmutableArray<DemandBin>?> Demand { get; set; } = _ => null;

    public ImmutableArray<LoadSignal>? Load { get; set; }

    public ImmutableArray<PatientBacklog>? Backlog { get; set; }

    public ImmutableArray<SloReading>? Slo { get; set; }

    public Task<ImmutableArray<DemandBin>?> DemandAsync(Instant since, CancellationToken stop) => Task.FromResult(Demand(since));

    public Task<ImmutableArray<LoadSignal>?> LoadAsync(CancellationToken stop) => Task.FromResult(Load);

    public Task<ImmutableArray<PatientBacklog>?> BacklogAsync(CancellationToken stop) => Task.FromResult(Backlog);

    public Task<ImmutableArray<SloReading>?> SloAsync(CancellationToken stop) => Task.FromResult(Slo);
}
