namespace SageServe.Cli;

/// <summary>GPU-hours from the replicas' lives, on the envelope clock.</summary>
internal static class FleetUse
{
    /// <summary>GPUs times hours between allocation and release, within the span.</summary>
    public static double GpuHours(IEnumerable<ReplicaDocument> replicas, ServingCatalog catalog, Instant from, Instant to) =>
        Units(replicas).Sum(r => catalog.Accelerator(r.Pool.Accelerator).Gpus * Held(r, from, to).TotalHours);

    /// <summary>Each pool at the most replicas that it had at any moment of the span, all the time.</summary>
    public static double GpuHoursAtPeak(IEnumerable<ReplicaDocument> replicas, ServingCatalog catalog, Instant from, Instant to) =>
        Units(replicas).GroupBy(r => r.Pool).Sum(pool => Peak(pool, from, to) * catalog.Accelerator(pool.Key.Accelerator).Gpus * (to - from).TotalHours);

    /// <summary>Engines of one unit share their GPUs: they count as the first of them, from the unit's allocation to the release of the last.</summary>
    private static IEnumerable<ReplicaDocument> Units(IEnumerable<ReplicaDocument> replicas) => replicas.GroupBy(r => r.Unit ?? r.Id.Value, StringComparer.Ordinal).Select(unit =>
        unit.OrderBy(r => r.Id).First() with
        {
            AllocatedAt = unit.Min(r => r.AllocatedAt),
            ReleasedAt = unit.Any(r => r.ReleasedAt is null) ? null : unit.Max(r => r.ReleasedAt),
        });

    private static TimeSpan Held(ReplicaDocument replica, Instant from, Instant to)
    {
        var held = Instant.Earlier(replica.ReleasedAt ?? to, to) - Instant.Later(replica.AllocatedAt, from);
        return held > TimeSpan.Zero ? held : TimeSpan.Zero;
    }

    private static int Peak(IEnumerable<ReplicaDocument> pool, Instant from, Instant to)
    {
        // A release frees its place before an allocation of the same instant takes one.
        var steps = pool.Where(r => Held(r, from, to) > TimeSpan.Zero)
            .SelectMany(r => new[] { (At: Instant.Later(r.AllocatedAt, from), Change: 1), (At: r.ReleasedAt ?? Instant.Max, Change: -1) })
            .OrderBy(s => s.At).ThenBy(s => s.Change);
        var (now, peak) = (0, 0);
        foreach (var (_, change) in steps)
        {
            now += change;
            peak = Math.Max(peak, now);
        }

        return peak;
    }
}
