namespace SageServe.Routing;

/// <summary>
/// Ejects ready replicas that are much slower, or fail much more, than the median of their peers; looked at whenever the fleet is told.
/// O(n log n).
/// </summary>
internal sealed class OutlierWatch(HomeView home, OutlierOptions options)
{
    private readonly List<double> _slowness = [];
    private readonly List<double> _failures = [];

    public void Look(Instant now)
    {
        var left = (int)(options.MaxEjectedShare * home.ReadyCount);
        if (left == 0)
        {
            return;
        }

        left -= Ejected(now);
        Collect(now);
        var slow = Median(_slowness) * options.LatencyFactor;
        var failing = Median(_failures) + options.ErrorExcess;
        for (var i = 0; i < home.Count && left > 0; i++)
        {
            var record = home[i].Ledger.Record;
            if (Counts(home[i], now) && (record.Slowness(now) > slow || record.FailureShare(now) >= failing && record.Failures(now) >= options.MinFailures))
            {
                record.Eject(now);
                left--;
            }
        }
    }

    /// <summary>Replicas that are ejected now.</summary>
    public int Ejected(Instant now)
    {
        var ejected = 0;
        for (var i = 0; i < home.Count; i++)
        {
            ejected += home[i].IsReady && home[i].Ledger.Record.IsEjected(now) ? 1 : 0;
        }

        return ejected;
    }

    private void Collect(Instant now)
    {
        _slowness.Clear();
        _failures.Clear();
        for (var i = 0; i < home.Count; i++)
        {
            var record = home[i].Ledger.Record;
            if (!Counts(home[i], now))
            {
                continue;
            }

            if (record.Slowness(now) is { } slowness)
            {
                _slowness.Add(slowness);
            }

            if (record.FailureShare(now) is { } share)
            {
                _failures.Add(share);
            }
        }
    }

    private static bool Counts(HomeReplica replica, Instant now) => replica.IsReady && !replica.Ledger.Record.IsEjected(now);

    /// <summary>The lower one of two; without enough replicas nothing is above it.</summary>
    private double Median(List<double> values)
    {
        if (values.Count < Math.Max(2, options.MinReplicas))
        {
            return double.PositiveInfinity;
        }

        values.Sort();
        return values[(values.Count - 1) / 2];
    }
}
