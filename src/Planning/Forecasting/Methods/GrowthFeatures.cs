namespace SageServe.Planning;

/// <summary>
/// What is known at a step about how a series will have grown some steps later: how it has moved just now, how it moved between the
/// same times yesterday, on the last days and last week, and how its level stands against then. All are differences on the model's
/// scale, so a busy week and a quiet one say the same. What is not known is NaN.
/// </summary>
internal sealed class GrowthFeatures
{
    public const int Count = 18;

    private const int DaysMax = 7;
    private const int ShapeDays = 3;
    private const int SmoothedFrom = 96;

    private readonly double[] _z;
    private readonly int _day;
    private readonly int _week;
    private readonly int _near;
    private readonly int _hour;
    private readonly double[] _profile;
    private readonly double[] _shape;
    private readonly DemandGrid _grid;
    private readonly BoxCox _scale;

    /// <param name="grid">The series.</param>
    /// <param name="scale">The model's scale.</param>
    /// <param name="z">The series on that scale; NaN where absent.</param>
    public GrowthFeatures(DemandGrid grid, BoxCox scale, double[] z)
    {
        (_grid, _scale, _z) = (grid, scale, z);
        var (day, week) = (grid.Steps(TimeSpan.FromDays(1)), grid.Steps(TimeSpan.FromDays(7)));
        (_day, _week, _hour) = (day >= 2 ? day : 0, week >= 2 ? week : 0, Math.Max(1, grid.Steps(TimeSpan.FromHours(1))));

        // Of short steps one alone is mostly noise: then its two neighbours speak with it.
        _near = day >= SmoothedFrom ? 1 : 0;
        _profile = new double[z.Length];
        _shape = new double[z.Length];
        for (var t = 0; t < z.Length; t++)
        {
            _profile[t] = Profile(t, _day);
            _shape[t] = Shape(t, t - 1, _day);
        }
    }

    /// <summary>Fills <paramref name="row"/> for the growth from <paramref name="last"/>, which must be present, to that plus <paramref name="lead"/>.</summary>
    public void Fill(int last, int lead, Span<double> row)
    {
        var z = _z[last];
        var move = z - At(last - 1);
        row[0] = move;
        row[1] = At(last - 1) - At(last - 2);
        row[2] = z - Mean(last, 3);
        row[3] = z - Mean(last, 6);
        row[4] = _day == 0 ? double.NaN : z - Mean(last, _day);
        Season(last, lead, _day, move, row[5..9]);
        Season(last, lead, _week, move, row[9..13]);
        row[13] = DaysGrowth(last, lead);
        row[14] = z - _profile[last] - MeanDeviation(_profile, last, 6);
        row[15] = Shape(last + lead, last, (lead + _day - 1) / Math.Max(1, _day) * _day) - _shape[last];
        row[16] = z - _shape[last];
        row[17] = MeanDeviation(_shape, last, _hour);
    }

    /// <summary>The growth that would bring the series to the shape of the last days at the level of the last hour; 0 where that is not known.</summary>
    public static double ShapeGrowth(ReadOnlySpan<double> row)
    {
        var growth = row[15] - row[16] + row[17];
        return double.IsNaN(growth) ? 0 : growth;
    }

    private double At(int t) => t >= 0 ? _z[t] : double.NaN;

    private double Mean(int last, int steps)
    {
        double sum = 0;
        var known = 0;
        for (var t = Math.Max(0, last - steps + 1); t <= last; t++)
        {
            if (!double.IsNaN(_z[t]))
            {
                sum += _z[t];
                known++;
            }
        }

        return known == 0 ? double.NaN : sum / known;
    }

    /// <summary>Growth between the same times a season ago, the level and the last move against then, and the level against the profile.</summary>
    private void Season(int last, int lead, int season, double move, Span<double> row)
    {
        row.Fill(double.NaN);
        if (season == 0)
        {
            return;
        }

        var back = (lead + season - 1) / season * season;
        row[0] = Around(last + lead - back, last) - Around(last - back, last);
        row[1] = _z[last] - Around(last - season, last);
        row[2] = move - (At(last - season) - At(last - season - 1));
        row[3] = season == _day ? _z[last] - _profile[last] : Around(last + lead - back - season, last) - Around(last - back - season, last);
    }

    /// <summary>Mean of a step and its neighbours, as far as they lie at or before <paramref name="last"/>.</summary>
    private double Around(int t, int last)
    {
        if (_near == 0)
        {
            return t > last ? double.NaN : At(t);
        }

        double sum = 0;
        var known = 0;
        for (var i = t - _near; i <= Math.Min(t + _near, last); i++)
        {
            var value = At(i);
            if (!double.IsNaN(value))
            {
                sum += value;
                known++;
            }
        }

        return known == 0 ? double.NaN : sum / known;
    }

    /// <summary>Mean growth between these times of day over the last days.</summary>
    private double DaysGrowth(int last, int lead)
    {
        if (_day == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        var known = 0;
        var back = (lead + _day - 1) / _day * _day;
        for (var d = 0; d < DaysMax; d++, back += _day)
        {
            var growth = At(last + lead - back) - At(last - back);
            if (!double.IsNaN(growth))
            {
                sum += growth;
                known++;
            }
        }

        return known == 0 ? double.NaN : sum / known;
    }

    private double Profile(int t, int day)
    {
        double sum = 0;
        var known = 0;
        for (var d = 1; d <= DaysMax && day > 0; d++)
        {
            var value = At(t - d * day);
            if (!double.IsNaN(value))
            {
                sum += value;
                known++;
            }
        }

        return known == 0 ? double.NaN : sum / known;
    }

    /// <summary>
    /// Mean of the same time on the last days on the series' own scale, where a busy day says more than a quiet one; only steps at or
    /// before <paramref name="last"/> count.
    /// </summary>
    private double Shape(int t, int last, int back)
    {
        double sum = 0;
        var known = 0;
        for (var d = 0; d < ShapeDays && back > 0; d++)
        {
            for (var i = t - back - d * _day - _near; i <= Math.Min(t - back - d * _day + _near, last); i++)
            {
                if (_grid.IsPresent(i))
                {
                    sum += _grid.Values[i];
                    known++;
                }
            }
        }

        return known == 0 ? double.NaN : _scale.To(sum / known);
    }

    /// <summary>How the last steps stood against what was expected of them.</summary>
    private double MeanDeviation(double[] expected, int last, int steps)
    {
        double sum = 0;
        var known = 0;
        for (var t = Math.Max(0, last - steps + 1); t <= last; t++)
        {
            var deviation = _z[t] - expected[t];
            if (!double.IsNaN(deviation))
            {
                sum += deviation;
                known++;
            }
        }

        return known == 0 ? double.NaN : sum / known;
    }
}
