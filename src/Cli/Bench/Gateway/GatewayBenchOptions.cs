using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What <c>bench gateway</c> runs.</summary>
internal sealed record GatewayBenchOptions
{
    /// <summary>Whole answers of each case and round; a tenth as many streams, but at least one for each connection.</summary>
    public int Requests { get; init; } = 4000;

    /// <summary>Connections, each with one request at a time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Every round runs every case once.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Requests a second of the part at a low rate.</summary>
    public int Rate { get; init; } = 100;

    public ImmutableArray<string> Cases { get; init; } = [.. BenchCase.All.Select(c => c.Name)];

    public int Streams => Math.Max(Requests / 10, Concurrency);

    /// <summary>Three seconds' worth, or what is asked for in all where that is less.</summary>
    public int LowRateRequests => Math.Min(Requests, 3 * Rate);
}
