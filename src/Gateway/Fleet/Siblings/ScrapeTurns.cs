using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Which engines this gateway reads in a round: its own, and those of others that nobody seems to read.</summary>
internal sealed class ScrapeTurns(ScrapeDivision division, FleetObserver observer, SteadyClock clock, SiblingMetrics metrics)
{
    private readonly Dictionary<InstanceId, Instant> _triedAt = [];
    private readonly Dictionary<InstanceId, Instant> _knownAt = [];

    /// <summary>Pause between two rounds.</summary>
    public TimeSpan Pause => division.Pause;

    public IReadOnlyList<FleetReplica> Take(IReadOnlyCollection<FleetReplica> replicas)
    {
        var now = clock.Now;
        Forget(replicas);
        var turns = new List<FleetReplica>(replicas.Count);
        foreach (var replica in replicas)
        {
            _knownAt.TryAdd(replica.Id, now);
            var isMine = division.IsMine(replica.Id);
            if (isMine || MustStandIn(replica.Id, now))
            {
                _triedAt[replica.Id] = now;
                metrics.Scraped(isMine);
                turns.Add(replica);
            }
        }

        return turns;
    }

    private bool MustStandIn(InstanceId id, Instant now)
    {
        var lookedAt = Instant.Later(observer.HealthOf(id)?.LookedAt ?? Instant.Min, _knownAt[id]);
        return division.MustStandIn(id, lookedAt, _triedAt.GetValueOrDefault(id, Instant.Min), now);
    }

    private void Forget(IReadOnlyCollection<FleetReplica> replicas)
    {
        if (_knownAt.Count <= replicas.Count)
        {
            return;
        }

        var listed = replicas.Select(r => r.Id).ToHashSet();
        foreach (var id in _knownAt.Keys.Where(id => !listed.Contains(id)).ToArray())
        {
            _knownAt.Remove(id);
            _triedAt.Remove(id);
        }
    }
}
