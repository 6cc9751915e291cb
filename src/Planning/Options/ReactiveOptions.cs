namespace SageServe.Planning;

/// <summary>The paper's production baseline. Its thresholds are <see cref="PlanningOptions.ScaleOutAbove"/> and <see cref="PlanningOptions.ScaleInBelow"/>.</summary>
public sealed record ReactiveOptions
{
    /// <summary>Between two looks at a pool (paper: on every arrival; a look per cool-down comes to the same).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two moves of the same pool (paper: about 15 s).</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(15);
}
