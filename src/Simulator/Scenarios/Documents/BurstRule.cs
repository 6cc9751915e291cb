using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>Every request that arrives in the first part of each period comes this many times more, at the same moment.</summary>
public sealed record BurstRule
{
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan First { get; init; } = TimeSpan.FromMinutes(1);

    [Description("Extra copies; the reference system's burst test has 8.")]
    public int Copies { get; init; } = 8;
}
