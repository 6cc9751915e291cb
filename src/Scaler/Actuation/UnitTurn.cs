namespace SageServe.Scaler;

/// <summary>A unit of a co-resident group on its way from one engine to another, or to sleep.</summary>
/// <param name="Next">Whose engine is to wake; null: all sleep.</param>
/// <param name="SleepAt">Gateways know by then that what is awake takes nothing new.</param>
/// <param name="OrderedAt">When that was asked for.</param>
/// <param name="Kind">As what.</param>
internal sealed record UnitTurn(PoolId? Next, Instant SleepAt, Instant OrderedAt, ScaleActionKind Kind);
