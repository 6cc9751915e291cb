using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Cells of a series put together: all of them, those of one model, or one.</summary>
internal sealed class ScopeSeries
{
    public ScopeSeries(SeriesReport series, Func<CellSeries, bool> holds)
    {
        var cells = series.Cells.Where(holds).ToList();
        var bins = cells.Count == 0 ? 0 : cells[0].Ready.Length;
        double[] Sum(Func<CellSeries, ImmutableArray<double?>> row) => [.. Enumerable.Range(0, bins).Select(i => cells.Sum(c => row(c)[i] ?? 0))];
        double[] Plain(Func<CellSeries, ImmutableArray<double>> row) => [.. Enumerable.Range(0, bins).Select(i => cells.Sum(c => row(c)[i]))];
        Hours = [.. Enumerable.Range(0, bins).Select(i => (series.Start.ToUnixSeconds() + i * series.BinSeconds) / 3600)];
        Interactive = Plain(c => c.OfferedInteractive);
        Patient = Plain(c => c.OfferedPatient);
        Capacity = Sum(c => c.Capacity);
        Ready = Sum(c => c.Ready);
        Starting = Sum(c => c.Starting);
        Draining = Sum(c => c.Draining);
        Donated = Sum(c => c.Donated);
        Held = Sum(c => c.Held);
        Deferred = Sum(c => c.Deferred);
        var rates = cells.Select(PerReplica).ToList();
        double[] Needed(Func<CellSeries, ImmutableArray<double>> row) =>
            [.. Enumerable.Range(0, bins).Select(i => cells.Select((c, n) => rates[n][i] > 0 ? row(c)[i] / rates[n][i] : 0).Sum())];
        NeededInteractive = Needed(c => c.OfferedInteractive);
        NeededPatient = Needed(c => c.OfferedPatient);
        OneModel = cells.Select(c => c.Model).Distinct().Count() == 1;
        Kv = [.. Enumerable.Range(0, bins).Select(i => Weighted(cells, i))];
    }

    /// <summary>Beginning of each bin in hours since 1970.</summary>
    public double[] Hours { get; }

    public double[] Interactive { get; }

    public double[] Patient { get; }

    public double[] Capacity { get; }

    /// <summary>Demand over what one replica of its model can take, summed: models of different speed can be put together in this unit only.</summary>
    public double[] NeededInteractive { get; }

    public double[] NeededPatient { get; }

    public bool OneModel { get; }

    public double[] Ready { get; }

    public double[] Starting { get; }

    public double[] Draining { get; }

    public double[] Donated { get; }

    public double[] Held { get; }

    public double[] Deferred { get; }

    /// <summary>KV utilisation, each cell weighted by its ready replicas; NaN where none is ready.</summary>
    public double[] Kv { get; }

    public IEnumerable<(double X, double Y)> Over(double[] values) => Hours.Zip(values);

    /// <summary>Where no replica is ready the rate of the bin before holds, and at the beginning that of the first that has one.</summary>
    private static double[] PerReplica(CellSeries cell)
    {
        var rates = cell.Capacity.Select((c, i) => c is { } capacity and > 0 && cell.Ready[i] is { } ready and > 0 ? capacity / ready : 0).ToArray();
        var last = rates.FirstOrDefault(r => r > 0);
        for (var i = 0; i < rates.Length; i++)
        {
            last = rates[i] = rates[i] > 0 ? rates[i] : last;
        }

        return rates;
    }

    private static double Weighted(List<CellSeries> cells, int bin)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var cell in cells)
        {
            if (cell.KvUtilization[bin] is { } use && cell.Ready[bin] is { } ready and > 0)
            {
                (sum, weight) = (sum + use * ready, weight + ready);
            }
        }

        return weight > 0 ? sum / weight : double.NaN;
    }
}
