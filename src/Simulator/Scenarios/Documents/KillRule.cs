namespace SageServe.Simulator;

/// <summary>So many ready replicas of a pool are lost this long after the start.</summary>
public sealed record KillRule
{
    public required TimeSpan At { get; init; }

    public required PoolId Pool { get; init; }

    public int Count { get; init; } = 1;
}
