using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>One write of a workload's replicas.</summary>
/// <param name="Region">Of the cluster.</param>
/// <param name="Workload">Its name.</param>
/// <param name="User">Who wrote.</param>
/// <param name="Leader">Who had the lease for pacing then; null: nobody.</param>
/// <param name="At">When.</param>
/// <param name="Added">More, or less where negative.</param>
/// <param name="Replicas">Afterwards.</param>
/// <param name="InRegion">Of all workloads afterwards, less those that have drained and given their place to another's.</param>
internal sealed record ScaleMove(string Region, string Workload, string User, string? Leader, DateTimeOffset At, int Added, int Replicas, int InRegion)
{
    /// <summary>In the order of the cluster's store.</summary>
    public static ImmutableArray<ScaleMove> Of(string region, IReadOnlyList<AuditLine> lines)
    {
        var moves = ImmutableArray.CreateBuilder<ScaleMove>();
        var replicas = HourWorld.Models.ToDictionary(HourWorld.Workload, m => HourWorld.Initial(region, m));
        var given = new HashSet<string>(StringComparer.Ordinal);
        string? leader = null;
        foreach (var line in lines)
        {
            if (line is { Resource: "leases", Name: AuditLog.Pacing })
            {
                leader = line.Body.Text("spec.holderIdentity") is { Length: > 0 } holder ? holder : null;
            }
            else if (line is { Resource: "pods", Name: { } pod })
            {
                _ = Gives(line.Body) ? given.Add(pod) : given.Remove(pod);
            }
            else if (line.Resource.EndsWith("/scale", StringComparison.Ordinal))
            {
                var (now, before) = (line.Body.Number("spec.replicas") ?? 0, replicas[line.Name!]);
                replicas[line.Name!] = now;
                given.RemoveWhere(p => now < before && p.StartsWith(line.Name + "-", StringComparison.Ordinal));
                moves.Add(new ScaleMove(region, line.Name!, line.User, leader, line.At, now - before, now, replicas.Values.Sum() - given.Count));
            }
        }

        return moves.ToImmutable();
    }

    /// <summary>In a swap the workload that grows is scaled first.</summary>
    private static bool Gives(JsonObject pod) =>
        pod.At("metadata.annotations") is JsonObject notes && (notes[ClusterNames.SwapScale] ?? notes[ClusterNames.SwappedTo]) is not null;
}
