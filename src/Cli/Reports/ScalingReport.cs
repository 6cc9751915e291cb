namespace SageServe.Cli;

/// <param name="Strategy">Planning strategy.</param>
/// <param name="Actions">Every move, oldest first (the scaler keeps the last 500). Times are envelope times.</param>
internal sealed record ScalingReport(string? Strategy, IReadOnlyList<ScaleActionReport> Actions)
{
    /// <summary>Replicas started.</summary>
    public int Started => Count("Start");

    /// <summary>Replicas stopped.</summary>
    public int Stopped => Count("Stop");

    /// <summary>Without what the scaler did after the load had ended: emptying the fleet is no part of the day.</summary>
    public ScalingReport Until(Instant end) => this with { Actions = [.. Actions.Where(a => Instant.From(a.At) <= end)] };

    private int Count(string kind) => Actions.Where(a => a.Applied && a.Kind == kind).Sum(a => a.Count);
}
