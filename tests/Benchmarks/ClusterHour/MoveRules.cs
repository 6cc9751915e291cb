using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>What every write must keep: the leader's, within bounds, one at a time downward, and none twice.</summary>
/// <param name="region">Of the cluster.</param>
/// <param name="lines">All that was written there, in the order of its store.</param>
/// <param name="pods">All that were there.</param>
/// <param name="options">How fast the clock ran.</param>
/// <param name="notes">When what was done to the regions.</param>
internal sealed class MoveRules(string region, IReadOnlyList<AuditLine> lines, IReadOnlyCollection<PodStory> pods, HourOptions options, HourNotes notes)
{
    /// <summary>The planner's usual pace, on the envelope clock.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);

    /// <summary>The planner's usual <c>MaxStep</c>.</summary>
    private const int MostStep = 4;

    public IEnumerable<string> Problems()
    {
        var moves = ScaleMove.Of(region, lines);
        var last = new Dictionary<string, ScaleMove>();
        foreach (var move in moves)
        {
            foreach (var problem in Broken(move, last.GetValueOrDefault(move.Workload)))
            {
                yield return $"{move.Region} {move.Workload} by {move.User} at {move.At:HH:mm:ss}: {problem}";
            }

            last[move.Workload] = move;
        }

        foreach (var line in Downward())
        {
            yield return $"{region}: {line.User} took {line.Name} down at {line.At:HH:mm:ss}, while nobody told of demand";
        }

        foreach (var line in lines.Where(l => l.Resource == "pods" && l.User.StartsWith(region, StringComparison.Ordinal)))
        {
            if (LeaderAt(line) is var leader && leader != line.User)
            {
                yield return $"{region}: {line.User} wrote pod {line.Name} at {line.At:HH:mm:ss} while {leader ?? "nobody"} had the lease";
            }
        }
    }

    private IEnumerable<string> Broken(ScaleMove move, ScaleMove? before)
    {
        // The one whose machine goes is replaced before it is gone.
        var going = region == "westus" && notes.At("reclaim") is { } at && move.At > at ? HourWorld.GpusPerNode : 0;
        if (move.User != move.Leader)
        {
            yield return $"{move.Leader ?? "nobody"} had the lease";
        }

        if (move.Replicas < 1 || move.Replicas > HourWorld.MostOfPool + going || move.InRegion > HourWorld.Nodes * HourWorld.GpusPerNode + going)
        {
            yield return $"{move.Replicas} replicas, {move.InRegion} in the region, are out of bounds";
        }

        if (move.Added < -1 && move.Added < -pods.Count(p => p.Workload == move.Workload && p.ReadyAt is null && p.FirstSeen < move.At))
        {
            yield return $"{-move.Added} taken away at once";
        }

        if (move.Added > 0 && before is { Added: > 0 } && move.At - before.At < Pace / options.Speed && (before.User != move.User || move.Added + before.Added > MostStep))
        {
            yield return $"{move.Added} more {(move.At - before.At).TotalSeconds:0.0} s after {before.Added} more by {before.User}";
        }
    }

    /// <summary>Marks and scale-ins in the silence; what was under way when it began may have come to its end.</summary>
    private IEnumerable<AuditLine> Downward()
    {
        if (region != "westus" || notes.At("silence") is not { } from || notes.At("heard") is not { } to)
        {
            yield break;
        }

        var moves = ScaleMove.Of(region, lines).Where(m => m.Added < 0).Select(m => m.At).ToHashSet();
        foreach (var line in lines.Where(l => l.At > from + UnderWay && l.At < to))
        {
            var marks = line.Resource == "pods" && (line.Body.At("metadata.annotations") as JsonObject)?[ClusterNames.Draining] is not null;
            if (marks || moves.Contains(line.At))
            {
                yield return line;
            }
        }
    }

    private string? LeaderAt(AuditLine line) =>
        lines.LastOrDefault(l => l is { Resource: "leases", Name: AuditLog.Pacing } && l.Version < line.Version)?.Body.Text("spec.holderIdentity") is { Length: > 0 } holder ? holder : null;
}
