namespace SageServe.Scaler;

/// <summary>
/// Puts together what gateways tell of the work at each pool. A replica is busy when any of them has interactive work there; their patient
/// requests are added up; of one deferred queue the largest telling counts, and different queues are added up. A pool of which a part is
/// missing or no number is not known at all: less work told would look like less work.
/// </summary>
internal sealed class WorkReadings
{
    private readonly Dictionary<(MetricName Metric, PoolId Pool), double> _patient = [];
    private readonly Dictionary<(MetricName Metric, PoolId Pool, string Store), double> _queued = [];
    private readonly Dictionary<PoolId, HashSet<string>> _busy = [];
    private readonly HashSet<PoolId> _incomplete = [];

    public void AddInteractive(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples)
    {
        foreach (var (labels, value) in samples)
        {
            if (PoolLabels.Read(labels) is not { } pool)
            {
                continue;
            }

            if (!double.IsFinite(value) || !labels.TryGetValue(LabelNames.Replica, out var replica))
            {
                _incomplete.Add(pool);
            }
            else if (value > 0)
            {
                _busy.TryAdd(pool, new HashSet<string>(StringComparer.Ordinal));
                _busy[pool].Add(replica);
            }
        }
    }

    public void AddPatient(MetricName metric, IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples)
    {
        foreach (var (labels, value) in samples)
        {
            if (PoolLabels.Read(labels) is { } pool)
            {
                _patient[(metric, pool)] = _patient.GetValueOrDefault((metric, pool)) + value;
            }
        }
    }

    public void AddQueued(MetricName metric, IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples)
    {
        foreach (var (labels, value) in samples)
        {
            if (PoolLabels.Read(labels) is { } pool && labels.TryGetValue(LabelNames.Store, out var store))
            {
                // A gateway that can't reach the store says NaN; another one on it may know.
                var known = _queued.GetValueOrDefault((metric, pool, store), double.NaN);
                _queued[(metric, pool, store)] = double.IsNaN(known) || value > known ? value : known;
            }
        }
    }

    /// <summary>Pools that some gateway told of lately and does not tell of now.</summary>
    public void AddIncomplete(IEnumerable<PoolId> pools) => _incomplete.UnionWith(pools);

    /// <summary>Null while not everything is known.</summary>
    public PoolWork? Of(PoolId pool)
    {
        if (_incomplete.Contains(pool))
        {
            return null;
        }

        var sums = new double[WorkMetrics.Patient.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            var queued = _queued.Where(q => q.Key.Metric == WorkMetrics.Queued[i] && q.Key.Pool == pool).Select(q => (double?)q.Value).DefaultIfEmpty(null).Sum(v => v ?? double.NaN);
            sums[i] = _patient.GetValueOrDefault((WorkMetrics.Patient[i], pool), double.NaN) + queued;
        }

        return sums.All(s => double.IsFinite(s) && s >= 0)
            ? new PoolWork(_busy.GetValueOrDefault(pool)?.Count ?? 0, (int)Math.Min(int.MaxValue, sums[0]), sums[1], sums[2])
            : null;
    }
}
