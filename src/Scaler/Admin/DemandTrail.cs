using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Remembers a day of demand and of forecasts per model, in the steps of the start, so that people can see how well the planner guesses.</summary>
internal sealed class DemandTrail(PlanningOptions started)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<DemandSeriesId, SortedDictionary<Instant, (double Sum, int Bins)>> _actual = [];
    private readonly Dictionary<DemandSeriesId, SortedDictionary<Instant, ForecastPoint>> _forecast = [];
    private readonly HashSet<(DemandSeriesId, Instant)> _counted = [];

    private TimeSpan Step => started.ForecastStep;

    public void Add(Instant now, ImmutableArray<DemandBin>? demand, PlanDocument? plan)
    {
        lock (_lock)
        {
            foreach (var bin in (demand ?? []).Where(b => b.Start >= now - Kept && _counted.Add((b.Series, b.Start))))
            {
                var steps = Of(_actual, bin.Series);
                var (sum, bins) = steps.GetValueOrDefault(bin.Start.FloorTo(Step));
                steps[bin.Start.FloorTo(Step)] = (sum + bin.PromptTokensPerSecond, bins + 1);
            }

            foreach (var forecast in plan?.Forecasts ?? [])
            {
                foreach (var point in forecast.Points.Where(p => p.At + Step > now))
                {
                    Of(_forecast, forecast.Series)[point.At.FloorTo(Step)] = point;
                }
            }

            Forget(now - Kept);
        }
    }

    public DemandDocument ToDocument()
    {
        lock (_lock)
        {
            var models = _actual.Keys.Concat(_forecast.Keys).Select(s => s.Model).Distinct().Order();
            return new DemandDocument(Step.TotalSeconds, [.. models.Select(m => new ModelDemand(m, Points(m)))]);
        }
    }

    private ImmutableArray<DemandPoint> Points(ModelId model)
    {
        var actual = _actual.Where(a => a.Key.Model == model).Select(a => a.Value).ToArray();
        var forecast = _forecast.Where(f => f.Key.Model == model).Select(f => f.Value).ToArray();
        return
        [
            .. actual.SelectMany(a => a.Keys).Concat(forecast.SelectMany(f => f.Keys)).Distinct().Order().Select(at => new DemandPoint(
                at,
                Sum(actual, at, a => a.Sum / a.Bins),
                Sum(forecast, at, p => p.Median),
                Sum(forecast, at, p => p.Low),
                Sum(forecast, at, p => p.High))),
        ];
    }

    private static double? Sum<T>(SortedDictionary<Instant, T>[] series, Instant at, Func<T, double> value)
    {
        double? sum = null;
        foreach (var steps in series)
        {
            if (steps.TryGetValue(at, out var step))
            {
                sum = (sum ?? 0) + value(step);
            }
        }

        return sum;
    }

    private void Forget(Instant oldest)
    {
        foreach (var steps in _actual.Values)
        {
            ForgetIn(steps, oldest);
        }

        foreach (var steps in _forecast.Values)
        {
            ForgetIn(steps, oldest);
        }

        _counted.RemoveWhere(c => c.Item2 < oldest);
    }

    private static void ForgetIn<T>(SortedDictionary<Instant, T> steps, Instant oldest)
    {
        while (steps.Count > 0 && steps.First().Key < oldest)
        {
            steps.Remove(steps.First().Key);
        }
    }

    private static SortedDictionary<Instant, T> Of<T>(Dictionary<DemandSeriesId, SortedDictionary<Instant, T>> all, DemandSeriesId series)
    {
        if (!all.TryGetValue(series, out var steps))
        {
            all[series] = steps = [];
        }

        return steps;
    }
}
