using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>One region: its replicas, its gateway's flows, and what it last told the others.</summary>
internal sealed class SimRegion(RegionSpec spec)
{
    public RegionId Id => Spec.Id;

    public RegionSpec Spec { get; } = spec;

    /// <summary>By model.</summary>
    public SortedDictionary<ModelId, FlowDriver> Flows { get; } = [];

    /// <summary>Replicas that hold GPUs, in order of their start.</summary>
    public List<SimReplica> Replicas { get; } = [];

    public long FleetVersion { get; set; }

    public int Started { get; set; }

    public ImmutableArray<RegionSummary> Summaries { get; private set; } = [];

    public ImmutableArray<RegionSummary> SummariesBefore { get; private set; } = [];

    public void Tell(ImmutableArray<RegionSummary> summaries)
    {
        SummariesBefore = Summaries;
        Summaries = summaries;
    }

    /// <summary>The latest summaries that have reached a region this far away.</summary>
    public ImmutableArray<RegionSummary> SeenAt(Instant now, TimeSpan oneWay) =>
        Summaries is [var first, ..] && first.TakenAt + oneWay <= now ? Summaries : SummariesBefore;

    public SimReplica? Find(InstanceId id)
    {
        foreach (var replica in Replicas)
        {
            if (replica.Id == id)
            {
                return replica;
            }
        }

        return null;
    }

    public TimeSpan OneWayTo(RegionId other) => Spec.RoundTripTo(other) / 2;
}
