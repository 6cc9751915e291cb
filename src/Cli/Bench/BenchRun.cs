namespace SageServe.Cli;

/// <summary>One timed run. What is per request is averaged over the requests that arrived.</summary>
internal sealed record BenchRun
{
    /// <summary><c>unchecked</c> or <c>checked</c>.</summary>
    public required string Mode { get; init; }

    public required int Requests { get; init; }

    public required int Completed { get; init; }

    public required double SimulatedSeconds { get; init; }

    /// <summary>By the wall clock.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of the whole process: what counts when others use the machine too.</summary>
    public required double CpuSeconds { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double RequestsPerCpuSecond { get; init; }

    public required double EventsPerRequest { get; init; }

    public required double AllocatedBytesPerRequest { get; init; }

    /// <summary>Garbage collections of the run, by generation.</summary>
    public required IReadOnlyList<int> Collections { get; init; }
}
