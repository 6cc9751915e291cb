namespace SageServe.Cli;

/// <summary>One model in one region, as its gateway tells it.</summary>
internal sealed record DeploymentStatus(
    string Region, string Model, int Ready, int Starting, int Draining, double Utilization, int InFlight, int Held, int Deferred);
