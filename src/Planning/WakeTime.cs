namespace SageServe.Planning;

/// <summary>How long one engine of a co-resident group took to serve.</summary>
/// <param name="Pool">Whose engine.</param>
/// <param name="Kind"><see cref="ScaleActionKind.Wake"/> (its unit slept), <see cref="ScaleActionKind.SwapModel"/> (another was awake there and drained first), or
/// <see cref="ScaleActionKind.Start"/> (its unit was new, and engines of all members were loaded).</param>
/// <param name="Seconds">From the order to serving, envelope time.</param>
public sealed record WakeTime(PoolId Pool, ScaleActionKind Kind, double Seconds);
