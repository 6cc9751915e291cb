namespace SageServe.Routing;

/// <summary>
/// Which replicas may take a request at all, room aside: ready, its pool serves the tier, its context fits, not tried by this request, not resting at its own wish. Of
/// these the soundest: metrics fresh before stale, not failing just now before failing, and last those with an open circuit or ejected. Where
/// none is better than stale, only the tiers that fail open are served on a guess.
/// </summary>
internal sealed class Eligibility(HomeView home, ModelFlowOptions options)
{
    private const int Suspect = 1;
    private const int Stale = 2;
    private const int Out = 4;
    private const int None = 8;
    private readonly List<HomeReplica> _eligible = [];

    /// <summary>The answer of the last <see cref="Collect"/>, sorted by id; reused.</summary>
    public IReadOnlyList<HomeReplica> Eligible => _eligible;

    /// <summary>What the last <see cref="Collect"/> has to say of those it chose, or of those it left out.</summary>
    public ReasonSet Reasons { get; private set; }

    /// <summary>True when replicas could serve the request if its tier failed open.</summary>
    public bool FailedClosed { get; private set; }

    public void Collect(FlowEntry entry, Instant now)
    {
        _eligible.Clear();
        Reasons = ReasonSet.None;
        var best = None;
        for (var i = 0; i < home.Count; i++)
        {
            best = CanTake(home[i], entry, now) ? Math.Min(best, Rank(home[i], now)) : best;
        }

        FailedClosed = best is >= Stale and < None && entry.Request.Tier > options.FailOpenUpTo;
        for (var i = 0; i < home.Count && !FailedClosed && best < None; i++)
        {
            if (CanTake(home[i], entry, now) && Rank(home[i], now) == best)
            {
                _eligible.Add(home[i]);
            }
        }

        if (best is >= Stale and < None)
        {
            Reasons = FailedClosed ? Reasons : Reasons.With(ReasonCode.FailedOpen);
            Reasons = (best & Stale) != 0 ? Reasons.With(ReasonCode.StaleMetrics) : Reasons;
        }
    }

    private static bool CanTake(HomeReplica replica, FlowEntry entry, Instant now) =>
        replica.IsReady && replica.Ledger.RestsUntil <= now && replica.MayServe(entry.Request.Tier) && replica.FitsContext(entry.Request) && !entry.TriedReplicas.Contains(replica.Id)
        && (entry.Request.OnlyReplica is not { } only || only == replica.Id);

    private int Rank(HomeReplica replica, Instant now)
    {
        var record = replica.Ledger.Record;
        var isOpen = !record.Breaker.Lets(now);
        var isEjected = record.IsEjected(now);
        Reasons = isOpen ? Reasons.With(ReasonCode.CircuitOpen) : Reasons;
        Reasons = isEjected ? Reasons.With(ReasonCode.OutlierEjected) : Reasons;
        return (isOpen || isEjected ? Out : 0)
            + (now - replica.Snapshot.MetricsAt > options.MetricsFreshFor ? Stale : 0)
            + (record.IsSuspect(now, replica.Snapshot.MetricsAt) ? Suspect : 0);
    }
}
