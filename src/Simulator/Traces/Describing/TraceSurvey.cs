namespace SageServe.Simulator;

/// <summary>Reads a trace once and describes it; memory does not grow with its length.</summary>
public sealed class TraceSurvey
{
    private readonly WindowCounts[] _windows =
        [.. new[] { 1, 10, 60, 300, 3600 }.Select(s => new WindowCounts(TimeSpan.FromSeconds(s)))];

    private readonly RateBins _rate = new();
    private readonly HourlyCounts _hours = new();
    private readonly SortedDictionary<ServiceTier, (long Requests, HourlyCounts Hours)> _tiers = [];
    private readonly Shares _models = new();
    private readonly Shares _regions = new();
    private readonly SortedDictionary<string, Dictionary<string, long>> _regionsOfModel = new(StringComparer.Ordinal);
    private readonly QuantileSketch _prompts = new();
    private readonly QuantileSketch _outputs = new();
    private readonly PrefixReuse _prefixes = new();
    private Moments _gaps;
    private PairCorrelation _sizes;
    private TimeSpan _last;
    private long _requests;
    private long _promptSum;
    private long _outputSum;

    /// <param name="path">Plain or gzip.</param>
    /// <param name="format">A name of <see cref="TraceFile.Formats"/>; null looks at the file.</param>
    /// <param name="progress">Told now and then how many requests have been read.</param>
    /// <exception cref="BadInputException">The file is missing or a row cannot be read.</exception>
    public static TraceDescription Describe(string path, string? format = null, Action<long>? progress = null)
    {
        var survey = new TraceSurvey();
        var known = TraceFile.FormatOf(path, format);
        foreach (var row in TraceFile.Read(path, known.Name))
        {
            survey.Add(row);
            if (progress is not null && survey._requests % 100_000 == 0)
            {
                progress(survey._requests);
            }
        }

        return survey.Result(path, known.Name);
    }

    /// <summary>Correlation of hourly rates with those a day before; null with less than two days, or when nothing varies.</summary>
    public static double? DiurnalScore(IReadOnlyList<double> hours) => HourlyCounts.DiurnalScoreOf(hours);

    internal void Add(in TraceRow row)
    {
        if (_requests++ > 0)
        {
            _gaps.Add((row.At - _last).TotalSeconds);
        }

        _last = row.At;
        foreach (var window in _windows)
        {
            window.Add(row.At);
        }

        _rate.Add(row.At);
        _hours.Add(row.At);
        Sizes(row);
        Mixes(row);
        _prefixes.Add(row);
    }

    internal TraceDescription Result(string file, string format) => new()
    {
        File = Path.GetFileName(file),
        Format = format,
        Requests = _requests,
        Seconds = Math.Round(_last.TotalSeconds, 3),
        MeanRate = Math.Round(_requests / Math.Max(1, _last.TotalSeconds), 4),
        InterArrivalCv = double.IsNaN(_gaps.Variation) ? null : Math.Round(_gaps.Variation, 4),
        Dispersion = [.. _windows.Select(w => w.Figure()).OfType<DispersionFigure>()],
        DiurnalScore = _hours.DiurnalScore(),
        Tiers = new(_tiers.ToDictionary(t => t.Key.WireName(), t => new TierFigures(Math.Round(t.Value.Requests / (double)_requests, 6), t.Value.Hours.DiurnalScore())), StringComparer.Ordinal),
        Models = _models.Result(),
        Regions = _regions.Result(),
        RegionSkew = Skew(),
        PromptTokens = TokenFigures.Of(_prompts, _promptSum),
        OutputTokens = TokenFigures.Of(_outputs, _outputSum),
        PromptOutputCorrelation = _sizes.Value,
        Prefixes = _prefixes.Figures(),
        RateBinSeconds = _rate.Bin.TotalSeconds,
        Rate = [.. _rate.Rates().Select(r => Math.Round(r, 5))],
    };

    private void Sizes(in TraceRow row)
    {
        _prompts.Add(row.PromptTokens);
        _outputs.Add(row.OutputTokens);
        _promptSum += row.PromptTokens;
        _outputSum += row.OutputTokens;
        _sizes.Add(row.PromptTokens, row.OutputTokens);
    }

    private void Mixes(in TraceRow row)
    {
        _models.Add(row.Model);
        _regions.Add(row.Origin);
        if (row.Tier is { } tier)
        {
            var (requests, hours) = _tiers.TryGetValue(tier, out var known) ? known : (0, new HourlyCounts());
            hours.Add(row.At);
            _tiers[tier] = (requests + 1, hours);
        }

        if (row is { Model: { } model, Origin: { } origin } && (_regionsOfModel.ContainsKey(model) || _regionsOfModel.Count < 1000))
        {
            var regions = _regionsOfModel.TryGetValue(model, out var found) ? found : _regionsOfModel[model] = [];
            regions[origin] = regions.GetValueOrDefault(origin) + 1;
        }
    }

    private SortedDictionary<string, double> Skew()
    {
        var result = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (model, regions) in _regionsOfModel.Where(m => m.Value.Count > 1))
        {
            result.Add(model, Math.Round(regions.Values.Max() / (double)regions.Values.Min(), 3));
        }

        return result;
    }
}
