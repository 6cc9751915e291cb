namespace SageServe.Cli;

/// <summary>What <c>bench simulator</c> is to run.</summary>
internal sealed record SimulatorBenchOptions
{
    /// <summary>Null runs the scenario as it is.</summary>
    public int? Requests { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>A built-in name or a file.</summary>
    public required string Scenario { get; init; }

    /// <summary>Null keeps the scenario's.</summary>
    public string? Strategy { get; init; }

    /// <summary>Each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>With a run without checkers.</summary>
    public bool Unchecked { get; init; } = true;

    /// <summary>With a run with all checkers.</summary>
    public bool Checked { get; init; } = true;
}
