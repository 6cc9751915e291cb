using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Counts what really ran, out of the replica metrics of scaler and gateways.</summary>
internal sealed class RanFleetReader(PrometheusHistory history, ServingCatalog catalog, TestWindow window, double share, CancellationToken stop)
{
    private const int MostSteps = 10_000;
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMinutes(1);

    /// <summary>Phases in which a replica is paid for.</summary>
    private static readonly HashSet<string> Paid = ["starting", "ready", "draining", "sleeping"];

    private readonly TimeSpan _step = TimeSpan.FromSeconds(Math.Max(ShortestStep.TotalSeconds, Math.Ceiling(window.Tested.TotalSeconds / MostSteps)));
    private readonly List<string> _notes = [];

    /// <summary>Null when nobody counted replicas of pools that the catalog has.</summary>
    public async Task<RanFleet?> ReadAsync()
    {
        var counts = Known(await CountsAsync(PromQueries.ReplicasAtScaler));
        counts = counts.Count > 0 ? counts : Known(await CountsAsync(PromQueries.ReplicasAtGateways));
        if (counts.Count == 0)
        {
            return null;
        }

        double Gpus(PoolId pool) => catalog.Accelerator(pool.Accelerator).Gpus;
        double Hours(KeyValuePair<PoolId, SortedDictionary<long, double>> pool) => pool.Value.Values.Average() * window.Tested.TotalHours * share;
        var moments = counts.Values.SelectMany(c => c.Keys).Distinct().Order().ToList();
        return new RanFleet(
            counts.Sum(p => Hours(p) * Gpus(p.Key)),
            counts.Sum(p => Hours(p) * catalog.Accelerator(p.Key.Accelerator).UsdPerReplicaHourOf(p.Key.CapacityType)),
            counts.Sum(p => Moves(p.Value, up: true)) * share,
            counts.Sum(p => Moves(p.Value, up: false)) * share,
            Math.Min(1, moments.Count * _step.TotalSeconds / window.Tested.TotalSeconds),
            await AttainmentAsync(),
            [.. moments.Select(m => (m / 3.6e6, counts.Values.Sum(c => c.GetValueOrDefault(m)) * share))],
            [.. _notes]);
    }

    private Task<IReadOnlyList<PrometheusSeries>> CountsAsync(string query) =>
        history.AskAsync(() => history.Api.QueryRangeAsync(query, window.Start, window.End - _step, _step, stop), tries: 3, stop);

    /// <summary>Replicas that are paid for, by pool and moment.</summary>
    private SortedDictionary<PoolId, SortedDictionary<long, double>> Known(IReadOnlyList<PrometheusSeries> told)
    {
        var counts = new SortedDictionary<PoolId, SortedDictionary<long, double>>();
        var unknown = new SortedSet<PoolId>();
        foreach (var series in told)
        {
            if (PoolLabels.Read(series.Labels) is not { } pool || !Paid.Contains(series.Labels.GetValueOrDefault(LabelNames.Phase) ?? ""))
            {
                continue;
            }

            if (catalog.FindPool(pool) is null)
            {
                unknown.Add(pool);
                continue;
            }

            if (!counts.TryGetValue(pool, out var moments))
            {
                counts[pool] = moments = [];
            }

            foreach (var (at, value) in series.Values.Where(v => double.IsFinite(v.Value)))
            {
                moments[at] = moments.GetValueOrDefault(at) + value;
            }
        }

        _notes.AddRange(unknown.Select(p => $"Replicas of {p} ran, which the catalog does not have; they are not counted."));
        return new SortedDictionary<PoolId, SortedDictionary<long, double>>(counts.Where(c => c.Value.Count > 0).ToDictionary());
    }

    private static double Moves(SortedDictionary<long, double> counts, bool up) =>
        counts.Values.Zip(counts.Values.Skip(1), (a, b) => Math.Max(0, up ? b - a : a - b)).Sum();

    private async Task<ImmutableSortedDictionary<string, double>> AttainmentAsync()
    {
        var told = await history.AskAsync(() => history.Api.QueryAsync(PromQueries.SloOutcomes(window.Tested), window.End, stop), tries: 3, stop);
        double Sum(string tier, string outcome) => told
            .Where(s => s.Labels.GetValueOrDefault(LabelNames.Tier) == tier && s.Labels.GetValueOrDefault(LabelNames.Outcome) == outcome)
            .Sum(s => s.Values[^1].Value);
        return ServiceTiers.All.Select(t => t.WireName())
            .Select(t => (Tier: t, Met: Sum(t, "met"), Missed: Sum(t, "missed")))
            .Where(t => t.Met + t.Missed > 0)
            .ToImmutableSortedDictionary(t => t.Tier, t => t.Met / (t.Met + t.Missed));
    }
}
