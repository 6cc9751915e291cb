namespace SageServe.Cli;

/// <param name="Strategy">Planning strategy.</param>
/// <param name="Actions">Every move, oldest first (the scaler keeps the last 500). Times are envelope times.</param>
/// <param name="Started">Replicas started.</param>
/// <param name="Stopped">Replicas stopped.</param>
internal sealed record ScalingReport(string? Strategy, IReadOnlyList<ScaleActionReport> Actions, int Started, int Stopped);
