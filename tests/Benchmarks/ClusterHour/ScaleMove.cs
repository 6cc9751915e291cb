using System.Collections.Immutable;

namespace SageServe.ClusterHour;

/// <summary>One write of a workload's replicas.</summary>
/// <param name="Region">Of the cluster.</param>
/// <param name="Workload">Its name.</param>
/// <param name="User">Who wrote.</param>
/// <param name="Leader">Who had the lease for pacing then; null: nobody.</param>
/// <param name="At">When.</param>
/// <param name="Added">More, or less where negative.</param>
/// <param name="Replicas">Afterwards.</param>
/// <param name="InRegion">Of all workloads afterwards.</param>
internal sealed record ScaleMove(string Region, string Workload, string User, string? Leader, DateTimeOffset At, int Added, int Replicas, int InRegion)
{
    /// <summary>In the order of the cluster's store.</summary>
    public static ImmutableArray<ScaleMove> Of(string region, IReadOnlyList<AuditLine> lines)
    {
        var moves = ImmutableArray.CreateBuilder<ScaleMove>();
        var replicas = HourWorld.Models.ToDictionary(HourWorld.Workload, m => HourWorld.Initial(region, m));
        string? leader = null;
        foreach (var line in lines)
        {
            if (line is { Resource: "leases", Name: AuditLog.Pacing })
            {
                leader = line.Body.Text("spec.holderIdentity") is { Length: > 0 } holder ? holder : null;
            }
            else if (line.Resource.EndsWith("/scale", StringComparison.Ordinal))
            {
                var (now, before) = (line.Body.Number("spec.replicas") ?? 0, replicas[line.Name!]);
                replicas[line.Name!] = now;
                moves.Add(new ScaleMove(region, line.Name!, line.User, leader, line.At, now - before, now, replicas.Values.Sum()));
            }
        }

        return moves.ToImmutable();
    }
}
