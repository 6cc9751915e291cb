namespace SageServe.Cli;

/// <summary>What <c>bench gateway</c> measured.</summary>
internal sealed record GatewayBenchReport : BenchReport
{
    public required int Requests { get; init; }

    public required int Streams { get; init; }

    public required int Concurrency { get; init; }

    public required int Rounds { get; init; }

    public required int Rate { get; init; }

    /// <summary>False when there was one core only: proxy and load then shared it.</summary>
    public required bool Pinned { get; init; }

    public required IReadOnlyList<CaseReport> Cases { get; init; }

    /// <summary>Cases that could not run, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Skipped { get; init; }

    public override string Text() => GatewayBenchTable.Text(this);
}
