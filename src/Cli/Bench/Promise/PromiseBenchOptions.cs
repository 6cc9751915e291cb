namespace SageServe.Cli;

/// <summary>What <c>bench promise</c> runs.</summary>
internal sealed record PromiseBenchOptions
{
    /// <summary>Simulated days of each run.</summary>
    public required double Days { get; init; }

    /// <summary>Runs of each case.</summary>
    public required int Runs { get; init; }

    /// <summary>Of the first run; the others follow it.</summary>
    public required ulong Seed { get; init; }
}
