namespace SageServe.Planning;

/// <summary>
/// A fitted ARIMA model walked once over the series: at each step it keeps the series (absent values replaced by what the model
/// expected), its differences and its innovations, so that a forecast can start anywhere and knows only the past.
/// </summary>
internal sealed class ArimaModel : IForecastModel
{
    private readonly ArimaCoefficients _coefficients;
    private readonly double[] _differencing;
    private readonly SparseLags _phi;
    private readonly SparseLags _theta;
    private readonly SparseLags _past;
    private readonly double[] _values;
    private readonly double[] _deviations;
    private readonly double[] _innovations;
    private readonly int _first;

    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="order">Which model.</param>
    /// <param name="coefficients">What was learnt.</param>
    public ArimaModel(double[] values, ArimaOrder order, ArimaCoefficients coefficients)
        : this(values, order.Differencing(), coefficients)
    {
    }

    /// <param name="values">The series on its model scale; NaN where absent.</param>
    /// <param name="differencing">From the newest value back.</param>
    /// <param name="coefficients">What was learnt; seasonal factors multiplied out.</param>
    public ArimaModel(double[] values, double[] differencing, ArimaCoefficients coefficients)
    {
        _coefficients = coefficients;
        _differencing = differencing;
        (_phi, _theta) = (new SparseLags(coefficients.Phi), new SparseLags(coefficients.Theta));
        _past = new SparseLags([.. differencing.Skip(1).Select(c => -c)]);
        _values = (double[])values.Clone();
        _deviations = new double[values.Length];
        _innovations = new double[values.Length];
        _first = Array.FindIndex(values, v => !double.IsNaN(v));
        for (var t = Math.Max(0, _first); t < values.Length && _first >= 0; t++)
        {
            Walk(t);
        }
    }

    public void Predict(int origin, Span<double> horizon)
    {
        if (_first < 0 || origin <= _first)
        {
            horizon.Clear();
            return;
        }

        if (origin - _first < _differencing.Length - 1)
        {
            // Not yet a season to difference by.
            horizon.Fill(_values[origin - 1]);
            return;
        }

        var keep = Math.Min(origin, Math.Max(_differencing.Length, Math.Max(_coefficients.Phi.Length, _coefficients.Theta.Length)));
        Span<double> values = new double[keep + horizon.Length];
        Span<double> deviations = new double[keep + horizon.Length];
        Span<double> innovations = new double[keep + horizon.Length];
        _values.AsSpan(origin - keep, keep).CopyTo(values);
        _deviations.AsSpan(origin - keep, keep).CopyTo(deviations);
        _innovations.AsSpan(origin - keep, keep).CopyTo(innovations);
        for (var h = 0; h < horizon.Length; h++)
        {
            var t = keep + h;
            deviations[t] = _theta.Sum(innovations, t, _phi.Sum(deviations, t));
            values[t] = Integrate(values, t, deviations[t] + _coefficients.Mean);
            horizon[h] = values[t];
        }
    }

    private void Walk(int t)
    {
        var expected = _theta.Sum(_innovations, t, _phi.Sum(_deviations, t));
        if (t - _first < _differencing.Length - 1)
        {
            // Too few values to difference: nothing is known of the deviation yet.
            _values[t] = double.IsNaN(_values[t]) ? _values[t - 1] : _values[t];
            return;
        }

        if (double.IsNaN(_values[t]))
        {
            _deviations[t] = expected;
            _values[t] = Integrate(_values, t, expected + _coefficients.Mean);
            return;
        }

        _deviations[t] = _values[t] - _past.Sum(_values, t) - _coefficients.Mean;
        _innovations[t] = _deviations[t] - expected;
    }

    /// <summary>The value at t whose difference is this.</summary>
    private double Integrate(ReadOnlySpan<double> values, int t, double difference) => _past.Sum(values, t, difference);
}
