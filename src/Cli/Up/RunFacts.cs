using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What the processes know at the end of the load and clients cannot see.</summary>
internal sealed record RunFacts(ImmutableArray<ReplicaDocument> Replicas, ScalingReport Scaling, double GatewayRetries)
{
    public static async Task<RunFacts> CollectAsync(UpPlan plan, AdminClient admin)
    {
        var replicas = ImmutableArray.CreateBuilder<ReplicaDocument>();
        var retries = 0.0;
        foreach (var region in plan.Ports.Regions)
        {
            replicas.AddRange((await admin.ReplicasAsync(region.ControlUrl, all: true, CancellationToken.None)).Replicas);
            retries += PrometheusText.Parse(await admin.MetricsAsync(region.AdminUrl, CancellationToken.None)).Sum(MetricNames.Retries.Name);
        }

        using var state = await admin.TryJsonAsync(plan.Ports.ScalerAdminUrl, "/admin/state", CancellationToken.None)
            ?? throw new RunFailedException("The scaler did not tell its actions.");
        return new RunFacts(replicas.ToImmutable(), new ScalingReport(ScalerState.Strategy(state), [.. ScalerState.Actions(state)]), retries);
    }
}
