namespace SageServe.Cli.Tests;

public sealed class FleetUseTests
{
    private static readonly ServingCatalog Catalog = new(EmbeddedData.DemoCatalog());
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 6, 2, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Hours_run_from_allocation_to_release_within_the_span()
    {
        ReplicaDocument[] replicas = [Replica(0, -5, null), Replica(1, 1, 3), Replica(2, 9, 12), Replica(3, -4, -1)];
        // Two GPUs a replica: 10 h + 2 h + 1 h + nothing.
        Assert.Equal(26, FleetUse.GpuHours(replicas, Catalog, Start, Start + TimeSpan.FromHours(10)), 9);
    }

    [Fact]
    public void Static_peak_keeps_the_most_that_ever_ran_together()
    {
        ReplicaDocument[] replicas = [Replica(0, -1, null), Replica(1, 1, 3), Replica(2, 3, 5), Replica(3, 4, 5)];
        Assert.Equal(2 * 3 * 10, FleetUse.GpuHoursAtPeak(replicas, Catalog, Start, Start + TimeSpan.FromHours(10)), 9);
        Assert.Equal(2 * 1 * 1, FleetUse.GpuHoursAtPeak(replicas, Catalog, Start, Start + TimeSpan.FromHours(1)), 9);
    }

    [Fact]
    public void Engines_of_one_unit_count_once_as_long_as_one_of_them_holds_its_gpus()
    {
        ReplicaDocument[] replicas =
        [
            Replica(0, 1, 3) with { Unit = "u1" }, Replica(1, 1, 4) with { Unit = "u1", Pool = Catalog.Pools[1].Id },
            Replica(2, 5, null) with { Unit = "u2" }, Replica(3, 5, 6) with { Unit = "u2", Pool = Catalog.Pools[1].Id },
        ];
        Assert.Equal(2 * (3 + 5), FleetUse.GpuHours(replicas, Catalog, Start, Start + TimeSpan.FromHours(10)), 9);
        Assert.Equal(2 * 1 * 10, FleetUse.GpuHoursAtPeak(replicas, Catalog, Start, Start + TimeSpan.FromHours(10)), 9);
    }

    private static ReplicaDocument Replica(int number, double from, double? to) => new()
    {
        Id = new InstanceId($"r{number}"),
        Pool = Catalog.Pools[0].Id,
        Url = "http://127.0.0.1:1",
        State = ReplicaState.Ready,
        AllocatedAt = Start + TimeSpan.FromHours(from),
        ReleasedAt = to is { } hours ? Start + TimeSpan.FromHours(hours) : null,
    };
}
