namespace SageServe.Planning;

/// <summary>
/// Holt-Winters smoothing walked once over a series, keeping level, slope, seasons and error at each step, so that a forecast can start
/// anywhere. An absent step moves the level by the slope and teaches nothing.
/// </summary>
internal sealed class HoltWintersModel : IForecastModel
{
    private const double Least = 1e-9;
    private readonly double[] _values;
    private readonly HoltWintersShape _shape;
    private HoltWintersParameters _with;
    private readonly int _first;
    private readonly double[] _level;
    private readonly double[] _slope;
    private readonly double[] _season;
    private readonly double[] _second;
    private readonly double[] _error;

    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="start">Where the walk begins; learnt from the first two seasons.</param>
    /// <param name="with">Weights.</param>
    public HoltWintersModel(double[] values, HoltWintersStart start, HoltWintersParameters with)
    {
        (_values, _shape, _first) = (values, start.Shape, start.First);
        _level = new double[values.Length];
        _slope = new double[values.Length];
        _season = new double[values.Length];
        _second = new double[values.Length];
        _error = new double[values.Length];
        for (var t = 0; t < Math.Min(_first, values.Length); t++)
        {
            (_level[t], _slope[t]) = (start.Level, start.Slope);
            _season[t] = _shape.Season > 0 ? start.Figure[t % _shape.Season] : Neutral;
            _second[t] = Neutral;
        }

        Rewalk(with);
    }

    /// <summary>Of the errors one step ahead, in the model's scale.</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>Walks again with other weights and returns the sum of squares: a search costs one model's memory.</summary>
    public double Rewalk(HoltWintersParameters with)
    {
        (_with, SumOfSquares) = (with, 0);
        for (var t = _first; t < _values.Length; t++)
        {
            Walk(t);
        }

        return SumOfSquares;
    }

    private double Neutral => _shape.IsMultiplicative ? 1 : 0;

    public void Predict(int origin, Span<double> horizon)
    {
        if (origin < _first || origin == 0)
        {
            // Before the walk begins only the last value is known.
            var last = Array.FindLastIndex(_values, Math.Max(0, origin - 1), v => !double.IsNaN(v));
            horizon.Fill(last >= 0 && origin > 0 ? _values[last] : 0);
            return;
        }

        var (level, slope, carry) = (_level[origin - 1], _slope[origin - 1], _error[origin - 1]);
        for (var h = 0; h < horizon.Length; h++)
        {
            slope *= _with.Damping;
            level += slope;
            carry *= _with.Carry;
            horizon[h] = Together(level, Before(_season, _shape.Season, origin, h), Before(_second, _shape.Second, origin, h)) + carry;
        }
    }

    private double Before(double[] seasons, int length, int origin, int h)
    {
        var t = length == 0 ? -1 : origin + h - (h / length + 1) * length;
        return t >= 0 ? seasons[t] : Neutral;
    }

    private void Walk(int t)
    {
        var slope = _with.Damping * _slope[t - 1];
        var level = _level[t - 1] + slope;
        var season = _shape.Season > 0 ? _season[t - _shape.Season] : Neutral;
        var second = _shape.Second > 0 && t >= _shape.Second ? _second[t - _shape.Second] : Neutral;
        (_level[t], _slope[t], _season[t], _second[t], _error[t]) = (level, slope, season, second, _with.Carry * _error[t - 1]);
        var value = _values[t];
        if (double.IsNaN(value))
        {
            return;
        }

        var expected = Together(level, season, second);
        var error = value - expected - _error[t];
        SumOfSquares += error * error;
        _error[t] = value - expected;
        _level[t] = level + _with.Level * (Without(value, Together(0, season, second, 1)) - level);
        _slope[t] = _shape.HasTrend ? _with.Trend * (_level[t] - _level[t - 1]) + (1 - _with.Trend) * slope : 0;
        _season[t] = _shape.Season > 0 ? season + _with.Season * (Without(value, Together(_level[t], Neutral, second)) - season) : Neutral;
        _second[t] = _shape.Second > 0 ? second + _with.Second * (Without(value, Together(_level[t], season, Neutral)) - second) : Neutral;
    }

    private double Together(double level, double season, double second, double factor = double.NaN) => _shape.IsMultiplicative
        ? (double.IsNaN(factor) ? level : factor) * season * second
        : level + season + second;

    /// <summary>What a value says when the other parts are taken off.</summary>
    private double Without(double value, double rest) =>
        _shape.IsMultiplicative ? value / (Math.Abs(rest) < Least ? Least : rest) : value - rest;
}
