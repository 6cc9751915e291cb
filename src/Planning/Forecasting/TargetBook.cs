namespace SageServe.Planning;

/// <summary>
/// All that is remembered of the forecasts of one target of one load. Residuals are those of today's weights on what the methods said
/// then, so that the band belongs to the mixture that is in force; recent ones, and those of the same time of day, count more.
/// </summary>
internal sealed class TargetBook(ForecastTarget target, int methods, double floor)
{
    public const int EntriesMax = 400;

    /// <summary>Without residuals: half and double, which says "we hardly know".</summary>
    private static readonly double[] UnknownOffsets = [-0.7, 0, 0.55, 0.7, 1.4];

    private readonly List<TargetEntry> _entries = [];
    private readonly MethodErrors _errors = new(methods);
    private readonly BandWidth _width = new();
    private readonly ResidualSample _sample = new();
    private int _open;
    private Instant _scoredAt;

    public ForecastTarget Target => target;

    /// <summary>What was learnt of the methods' errors counts this much from now on.</summary>
    public void Fade(double factor) => _errors.Fade(factor);

    /// <summary>Of the methods, in the answer issued last.</summary>
    public double[] Weights { get; private set; } = new double[methods];

    /// <summary>Residuals behind the band issued last.</summary>
    public int Residuals => _sample.Count;

    /// <summary>Takes in what came of forecasts whose span is over; entries are in order of time.</summary>
    public void Settle(DemandGrid bins, Instant now, Action<TargetEntry>? seen = null)
    {
        while (_open < _entries.Count && target.Came(bins, _entries[_open].Origin, now) is { } came)
        {
            var entry = _entries[_open++];
            entry.Settled = true;
            entry.Came = Math.Log(came + floor);
            if (double.IsFinite(entry.Came))
            {
                Score(entry, _entries.Count - _open + 1);
                seen?.Invoke(entry);
            }
        }
    }

    /// <summary>Notes what the methods say and answers the quantiles; NaN stands for a method without an answer.</summary>
    public ForecastQuantiles Issue(Instant origin, ReadOnlySpan<double> said, CombineRule rule, MemoryLength memory)
    {
        var logs = new double[methods];
        for (var k = 0; k < methods; k++)
        {
            logs[k] = double.IsFinite(said[k]) ? Math.Log(Math.Max(0, said[k]) + floor) : double.NaN;
        }

        var entry = new TargetEntry(origin, logs);
        Weights = _errors.Weigh(logs, rule);
        Collect(origin, Weights, memory);
        var quantiles = Quantiles(entry.Combined(Weights));
        entry.Issued = _sample.Count >= ResidualSample.Least ? quantiles : null;
        Keep(entry);
        return ForecastQuantiles.Of([.. quantiles.Select(q => Math.Max(0, Math.Exp(q) - floor))]);
    }

    private double[] Quantiles(double centre)
    {
        if (_sample.Count < ResidualSample.Least)
        {
            return [.. UnknownOffsets.Select(o => centre + o)];
        }

        var median = _sample.Quantile(0.5);
        var quantiles = new double[ForecastQuantiles.Count];
        for (var q = 0; q < quantiles.Length; q++)
        {
            quantiles[q] = centre + median + _width.Factor(q) * (_sample.Quantile(ForecastQuantiles.Levels[q]) - median);
        }

        return quantiles;
    }

    private void Collect(Instant origin, ReadOnlySpan<double> weights, MemoryLength memory)
    {
        _sample.Clear();
        foreach (var entry in _entries)
        {
            if (double.IsFinite(entry.Came) && entry.Combined(weights) is var combined && double.IsFinite(combined))
            {
                _sample.Add(entry.Came - combined, memory.Weight(entry.Origin, origin));
            }
        }
    }

    /// <param name="entry">What came out.</param>
    /// <param name="overlap">Forecasts made up to the one before it came out: they repeat its error.</param>
    private void Score(TargetEntry entry, int overlap)
    {
        _errors.Fade(MemoryLength.ErrorFade(entry.Origin - _scoredAt));
        _scoredAt = entry.Origin;
        var came = Math.Exp(entry.Came);
        for (var k = 0; k < methods; k++)
        {
            if (double.IsFinite(entry.Said[k]))
            {
                _errors.Add(k, Math.Abs(came - Math.Exp(entry.Said[k])));
            }
        }

        if (entry.Issued is { } issued)
        {
            _width.Learn(issued, entry.Came, overlap);
        }
    }

    private void Keep(TargetEntry entry)
    {
        _entries.Add(entry);
        if (_entries.Count > EntriesMax * 5 / 4)
        {
            var old = _entries.Count - EntriesMax;
            _entries.RemoveRange(0, old);
            _open = Math.Max(0, _open - old);
        }
    }
}
