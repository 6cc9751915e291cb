namespace SageServe.Hosting;

/// <summary>
/// Bins out of range queries. All metrics of one scrape have one timestamp, so at any evaluation step the bin start and the rates of a
/// target are of the same scrape, and belong together. A later step replaces an earlier one.
/// </summary>
internal sealed class DemandBinSteps
{
    private readonly Dictionary<(string Target, long At), DemandBinSpan> _spans = [];
    private readonly Dictionary<(string Target, DemandSeriesId Series, long At), DemandBinRates> _rates = [];

    public DemandBinSteps(IReadOnlyList<PrometheusSeries> starts, IReadOnlyList<PrometheusSeries> lengths)
    {
        var lengthAt = new Dictionary<(string, long), double>();
        foreach (var series in lengths)
        {
            var target = series.Target;
            foreach (var (at, value) in series.Values)
            {
                lengthAt[(target, at)] = value;
            }
        }

        foreach (var series in starts)
        {
            var target = series.Target;
            foreach (var (at, value) in series.Values)
            {
                double? length = lengthAt.TryGetValue((target, at), out var known) ? known : null;
                if (DemandBinSpan.From(value, length) is { } span)
                {
                    _spans[(target, at)] = span;
                }
            }
        }
    }

    public bool IsEmpty => _spans.Count == 0;

    public void AddRate(int rate, IReadOnlyList<PrometheusSeries> answer)
    {
        foreach (var published in answer)
        {
            if (DemandLabels.Series(published.Labels) is not { } series)
            {
                continue;
            }

            var target = published.Target;
            foreach (var (at, value) in published.Values)
            {
                var key = (target, series, at);
                var rates = _rates.GetValueOrDefault(key);
                rates.Set(rate, value);
                _rates[key] = rates;
            }
        }
    }

    public void WriteTo(DemandLedger ledger)
    {
        foreach (var ((target, series, at), rates) in _rates.OrderBy(r => r.Key.At))
        {
            if (_spans.TryGetValue((target, at), out var span) && rates.ToBin(series, span) is { } bin)
            {
                ledger.Add(target, bin);
            }
        }
    }
}
