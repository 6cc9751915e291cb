namespace SageServe.Routing;

/// <summary>A deployment as measured over some time.</summary>
/// <param name="Replicas">Replicas that patient work may use, in units of the first hardware.</param>
/// <param name="Interactive">Replica seconds a second that interactive requests asked of them.</param>
public readonly record struct HeadroomLevel(double Replicas, double Interactive)
{
    /// <summary>What is left.</summary>
    public double Free => Math.Max(0, Replicas - Interactive);
}
