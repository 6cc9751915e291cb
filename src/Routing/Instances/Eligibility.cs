namespace SageServe.Routing;

/// <summary>
/// Which replicas may take a request at all, room aside: ready, its pool serves the tier, its context fits, not tried by this request, metrics fresh, and not
/// failing just now. Without a fresh one stale ones count, without a sound one suspects count: a guess serves better than a refusal.
/// </summary>
internal sealed class Eligibility(HomeView home, ModelFlowOptions options)
{
    private readonly List<HomeReplica> _eligible = [];

    /// <summary>The answer of the last <see cref="Collect"/>, sorted by id; reused.</summary>
    public IReadOnlyList<HomeReplica> Eligible => _eligible;

    /// <summary>True when only replicas with stale metrics were left.</summary>
    public bool OnlyStale { get; private set; }

    public void Collect(FlowEntry entry, Instant now)
    {
        _eligible.Clear();
        var (fresh, freshSound, staleSound) = Survey(entry, now);
        OnlyStale = !fresh;
        var needSound = fresh ? freshSound : staleSound;
        for (var i = 0; i < home.Count; i++)
        {
            var replica = home[i];
            if (CanTake(replica, entry) && IsFresh(replica, now) == fresh && !(needSound && IsSuspect(replica, now)))
            {
                _eligible.Add(replica);
            }
        }

        OnlyStale &= _eligible.Count > 0;
    }

    private (bool Fresh, bool FreshSound, bool StaleSound) Survey(FlowEntry entry, Instant now)
    {
        var (fresh, freshSound, staleSound) = (false, false, false);
        for (var i = 0; i < home.Count; i++)
        {
            if (CanTake(home[i], entry))
            {
                var isFresh = IsFresh(home[i], now);
                var isSound = !IsSuspect(home[i], now);
                fresh |= isFresh;
                freshSound |= isFresh && isSound;
                staleSound |= !isFresh && isSound;
            }
        }

        return (fresh, freshSound, staleSound);
    }

    private static bool CanTake(HomeReplica replica, FlowEntry entry) =>
        replica.IsReady && replica.MayServe(entry.Request.Tier) && replica.FitsContext(entry.Request) && !entry.TriedReplicas.Contains(replica.Id);

    private bool IsFresh(HomeReplica replica, Instant now) => now - replica.Snapshot.MetricsAt <= options.MetricsFreshFor;

    private static bool IsSuspect(HomeReplica replica, Instant now) => replica.Ledger.IsSuspect(now, replica.Snapshot.MetricsAt);
}
