using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Compares the forecasts of a backtest with what came.</summary>
internal sealed class BacktestTally(LoadSeries series, ForecastTargets targets, MethodPanel panel)
{
    private readonly double[] _missed = new double[panel.Count];
    private readonly double[] _cameWhereAsked = new double[panel.Count];
    private readonly int[] _asked = new int[panel.Count];
    private readonly ImmutableArray<BacktestRow>.Builder _rows = ImmutableArray.CreateBuilder<BacktestRow>();
    private readonly ImmutableArray<BacktestRow>.Builder _earlier = ImmutableArray.CreateBuilder<BacktestRow>();
    private double _selectedMissed;
    private double _came;
    private int _inside;
    private int _origins;

    /// <param name="origin">Steps that were known.</param>
    /// <param name="answers">Issued there, one per target.</param>
    /// <param name="paths">Of each method.</param>
    /// <param name="isJudged">False in the first half.</param>
    public void Add(int origin, ForecastQuantiles[] answers, double[][] paths, bool isJudged)
    {
        if (isJudged && series.Steps.IsPresent(origin))
        {
            AddStep(series.Steps.Values[origin], answers[0], paths);
        }

        var at = series.At(origin);
        var newest = series.Bins.Length - (int)((series.Bins.End - at).Ticks / series.Bins.Step.Ticks) - 1;
        while (newest > 0 && !series.Bins.IsPresent(newest))
        {
            newest--;
        }

        for (var lead = 0; lead < targets.Leads.Length; lead++)
        {
            if (targets.All[targets.PeakAt(lead)].Came(series.Bins, at, series.Bins.End) is { } came && double.IsFinite(came))
            {
                (isJudged ? _rows : _earlier).Add(new BacktestRow(at, targets.Leads[lead], answers[targets.PeakAt(lead)].ToWire(), came, series.Bins.Values[newest], paths[0][0]));
            }
        }
    }

    public BacktestAnswer Answer() => new(
        _origins,
        [.. Enumerable.Range(0, panel.Count).Select(k => new MethodResult(
            panel.Name(k), _asked[k] == 0 ? null : Ratio(_missed[k], _cameWhereAsked[k]), _origins == 0 ? 0 : _asked[k] / (double)_origins))],
        Ratio(_selectedMissed, _came),
        _origins == 0 ? 0 : _inside / (double)_origins,
        _rows.ToImmutable()) { Earlier = _earlier.ToImmutable() };

    private static double Ratio(double missed, double came) => came > 0 ? missed / came : missed > 0 ? 1 : 0;

    private void AddStep(double came, ForecastQuantiles answer, double[][] paths)
    {
        _origins++;
        _came += came;
        _selectedMissed += Math.Abs(came - answer.Q50);
        _inside += came >= answer.Q05 * (1 - BandWidth.Rounding) && came <= answer.Q95 * (1 + BandWidth.Rounding) ? 1 : 0;
        for (var k = 0; k < panel.Count; k++)
        {
            if (double.IsFinite(paths[k][0]))
            {
                _asked[k]++;
                _missed[k] += Math.Abs(came - paths[k][0]);
                _cameWhereAsked[k] += came;
            }
        }
    }
}
