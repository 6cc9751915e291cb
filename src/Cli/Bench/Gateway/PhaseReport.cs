using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One case and one kind of load over all rounds. Ratios and differences are taken within a round.</summary>
internal sealed record PhaseReport
{
    /// <summary>Processor seconds of the proxy for 1,000 requests.</summary>
    public required Spread CpuSecondsPerThousand { get; init; }

    /// <summary>The same over that of <c>yarp</c>; null without it.</summary>
    public required Spread? CpuOfYarp { get; init; }

    public required Spread? AllocatedBytesPerRequest { get; init; }

    public required Spread P50Ms { get; init; }

    public required Spread P99Ms { get; init; }

    /// <summary>Over <c>direct</c>; null without it.</summary>
    public required Spread? AddedP50Ms { get; init; }

    public required Spread? AddedP99Ms { get; init; }

    public static PhaseReport Of(ImmutableArray<PhaseFigures> own, ImmutableArray<PhaseFigures>? yarp, ImmutableArray<PhaseFigures>? direct) => new()
    {
        CpuSecondsPerThousand = Spread.Of(own.Select(f => (double?)f.CpuSeconds))!,
        CpuOfYarp = yarp is { } base1 ? Spread.Of(own.Zip(base1, (a, b) => b.CpuSeconds > 0 ? a.CpuSeconds / b.CpuSeconds : (double?)null)) : null,
        AllocatedBytesPerRequest = Spread.Of(own.Select(f => f.AllocatedBytes)),
        P50Ms = Spread.Of(own.Select(f => (double?)f.P50))!,
        P99Ms = Spread.Of(own.Select(f => (double?)f.P99))!,
        AddedP50Ms = direct is { } base2 ? Spread.Of(own.Zip(base2, (a, b) => (double?)(a.P50 - b.P50))) : null,
        AddedP99Ms = direct is { } base3 ? Spread.Of(own.Zip(base3, (a, b) => (double?)(a.P99 - b.P99))) : null,
    };
}
