namespace SageServe.Routing;

/// <summary>What the replicas have had to offer patient work by the time that some of it is done.</summary>
/// <param name="Seconds">Replica seconds, what was left unused included.</param>
/// <param name="Inflow">Of these, what work took that is yet to come.</param>
internal readonly record struct WorkBefore(double Seconds, double Inflow);
