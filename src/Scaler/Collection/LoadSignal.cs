namespace SageServe.Scaler;

/// <summary>How loaded one deployment is.</summary>
/// <param name="Deployment">Model and region.</param>
/// <param name="KvUtilization">Null when not published or not a number.</param>
/// <param name="Pressure">Null when not published or not a number.</param>
/// <param name="Age">Age of the oldest engine reading behind it when it was collected, request time.</param>
internal sealed record LoadSignal(DeploymentId Deployment, Utilization? KvUtilization, Pressure? Pressure, TimeSpan Age);
