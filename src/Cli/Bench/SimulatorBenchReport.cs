using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What <c>bench simulator</c> measured.</summary>
internal sealed record SimulatorBenchReport
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required string Scenario { get; init; }

    public required string Strategy { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Of each run.</summary>
    public required int Requests { get; init; }

    /// <summary>By the wall clock, of the first run: without checkers, unless they were asked for alone.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>With all checkers; null when that was not run.</summary>
    public double? RequestsPerSecondChecked { get; init; }

    /// <summary>The most memory that the process ever held, all runs and the program itself included.</summary>
    public required long PeakRssBytes { get; init; }

    public required IReadOnlyList<BenchRun> Runs { get; init; }

    public required int Processors { get; init; }

    /// <summary>Mean number of runnable processes over the last minute when it ended: above the processors, wall-clock figures are too low. Null where the system doesn't tell.</summary>
    public double? LoadAverage { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}
