namespace SageServe.Routing;

/// <summary>
/// Keeps affinity from piling work on one replica: with the request, neither its outstanding work nor what it was sent lately may be above
/// a multiple of the mean. The mean is of all replicas that may serve the request, those without room included.
/// </summary>
internal sealed class LoadGuard(AffinityOptions options, WorkMix mix)
{
    private readonly double _slack = options.SlackSeconds * TimeSpan.TicksPerSecond;
    private double _outstanding;
    private double _sent;
    private int _replicas;

    /// <summary>Forgets the replicas of the last request.</summary>
    public void Begin() => (_outstanding, _sent, _replicas) = (0, 0, 0);

    public void Count(HomeReplica replica, Instant now)
    {
        _outstanding += replica.OutstandingTicks(mix);
        _sent += replica.Ledger.Sent.At(now);
        _replicas++;
    }

    /// <param name="replica">One of those counted.</param>
    /// <param name="added">Work of the request there, in ticks.</param>
    /// <param name="now">Request time.</param>
    public bool Allows(HomeReplica replica, long added, Instant now) =>
        IsUnder(replica.OutstandingTicks(mix) + added, _outstanding + added) && IsUnder(replica.Ledger.Sent.At(now) + added, _sent + added);

    private bool IsUnder(double load, double total) => load <= options.MaxOverMean * total / _replicas || load <= total / _replicas + _slack;
}
