namespace SageServe.Scaler;

/// <summary>How loaded one pool is.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="KvUtilization">Null when not published or not a number.</param>
/// <param name="Pressure">Null when not published or not a number.</param>
/// <param name="Age">Age of the oldest engine reading behind it when it was collected, request time.</param>
/// <param name="Work">What runs and waits there; null when it is not asked for or not known in full.</param>
internal sealed record LoadSignal(PoolId Pool, Utilization? KvUtilization, Pressure? Pressure, TimeSpan Age, PoolWork? Work = null);
