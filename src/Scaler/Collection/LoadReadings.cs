using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Puts the published load gauges together per pool. Where several gateways tell of one pool the worst reading counts;
/// what is not a number counts as not told. A gateway without a ready replica publishes the worst case, which is no measurement of load.
/// </summary>
internal sealed class LoadReadings
{
    private readonly SortedDictionary<PoolId, (double? Kv, double? Pressure, double? Age)> _rows = [];
    private readonly Dictionary<PoolId, double> _ready = [];

    public void AddKvUtilization(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (row, value) => row with { Kv = Larger(row.Kv, value) });

    public void AddPressure(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (row, value) => row with { Pressure = Larger(row.Pressure, value) });

    public void AddAge(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (row, value) => row with { Age = Larger(row.Age, value) });

    /// <summary>Ready replicas that gateways know; a pool of which nothing is told counts as served.</summary>
    public void AddReady(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples)
    {
        foreach (var (labels, value) in samples)
        {
            if (PoolLabels.Read(labels) is { } pool)
            {
                _ready[pool] = _ready.GetValueOrDefault(pool) + value;
            }
        }
    }

    /// <summary>Sorted by pool; one without a known age is left out, because an undated reading can't be trusted.</summary>
    public ImmutableArray<LoadSignal> ToSignals() =>
    [
        .. _rows.Where(r => r.Value.Age is not null).Select(r => new LoadSignal(
            r.Key,
            Measured(r.Key, r.Value.Kv) is { } kv ? Utilization.Clip(kv) : null,
            Measured(r.Key, r.Value.Pressure) is { } pressure ? new Pressure(pressure) : null,
            TimeSpan.FromSeconds(Math.Min(r.Value.Age!.Value, TimeSpan.MaxValue.TotalSeconds / 2)))),
    ];

    private double? Measured(PoolId pool, double? value) => _ready.GetValueOrDefault(pool, 1) > 0 ? value : null;

    private void Each(
        IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples,
        Func<(double? Kv, double? Pressure, double? Age), double, (double? Kv, double? Pressure, double? Age)> change)
    {
        foreach (var (labels, value) in samples)
        {
            if (double.IsFinite(value) && value >= 0 && PoolLabels.Read(labels) is { } pool)
            {
                _rows[pool] = change(_rows.GetValueOrDefault(pool), value);
            }
        }
    }

    private static double Larger(double? known, double value) => known is { } k ? Math.Max(k, value) : value;
}
