namespace SageServe.Planning;

/// <summary>
/// All that is remembered of the forecasts of one target of one load. Residuals are those of today's weights on what the methods said
/// then, so that the band belongs to the mixture that is in force; recent ones, and those of the same time of day, count more.
/// </summary>
internal sealed class TargetBook(ForecastTarget target, int methods, double floor, CombineRule rule)
{
    public const int EntriesMax = 400;

    private const double Rounding = 1e-9;

    /// <summary>Without residuals: half and double, which says "we hardly know".</summary>
    private static readonly double[] UnknownOffsets = [-0.7, 0, 0.55, 0.7, 1.4];

    private readonly List<TargetEntry> _entries = [];
    private readonly MethodErrors _errors = new(methods, target.Kind == TargetKind.Peak ? MethodErrors.OfPeaks : MethodErrors.OfMeans);
    private readonly BandWidth _width = new();
    private readonly BandMaker _maker = new(target);
    private BandBlend? _blend;
    private int _open;
    private Instant _scoredAt;

    public ForecastTarget Target => target;

    /// <summary>What was learnt of the methods' errors counts this much from now on.</summary>
    public void Fade(double factor) => _errors.Fade(factor);

    /// <summary>Of the methods, in the answer issued last.</summary>
    public double[] Weights { get; private set; } = new double[methods];

    /// <summary>Residuals behind the band issued last.</summary>
    public int Residuals => _maker.Count;

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
    public ForecastQuantiles Issue(Instant origin, ReadOnlySpan<double> said, MemoryLength memory)
    {
        var logs = new double[methods];
        for (var k = 0; k < methods; k++)
        {
            logs[k] = double.IsFinite(said[k]) ? Math.Log(Math.Max(0, said[k]) + floor) : double.NaN;
        }

        var entry = new TargetEntry(origin, logs);
        Weights = _errors.Weigh(logs, rule);
        entry.Issued = Band(entry, memory);
        var quantiles = entry.Issued ?? [.. UnknownOffsets.Select(o => entry.Combined(Weights) + o)];
        Keep(entry);
        return ForecastQuantiles.Of([.. quantiles.Select(Plain)]);

        // What is left of the floor by rounding is nothing.
        double Plain(double log) => Math.Exp(log) - floor is var value && value > Rounding * floor ? value : 0;
    }

    /// <summary>Only a mixture's peak is made in several ways: who asks for one method gets that one's residuals.</summary>
    private double[]? Band(TargetEntry entry, MemoryLength memory)
    {
        var quantiles = target.Kind == TargetKind.Peak && rule == CombineRule.Ensemble
            ? (_blend ??= new BandBlend(_maker)).Make(_entries, entry, Weights, memory)
            : _maker.Make(BandRecipe.Plain, _entries, entry, Weights, memory);
        for (var q = 0; q < quantiles?.Length; q++)
        {
            quantiles[q] = q == 1 ? quantiles[1] : quantiles[1] + _width.Factor(q) * (quantiles[q] - quantiles[1]);
        }

        return quantiles;
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
            _blend?.Learn(entry);
            entry.Bands = null;
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
