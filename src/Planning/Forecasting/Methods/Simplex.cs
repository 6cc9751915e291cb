namespace SageServe.Planning;

/// <summary>
/// Smallest value of a function within a box, without derivatives (Nelder and Mead 1965): deterministic, bounded in evaluations,
/// begun anew from its own answer until that brings nothing.
/// </summary>
internal sealed class Simplex(Func<double[], double> function, double[] lower, double[] upper)
{
    private const int Restarts = 3;
    private int _left;

    /// <param name="start">First guess; moved into the box.</param>
    /// <param name="step">First step along each axis.</param>
    /// <param name="evaluationsMax">At this many it returns the best seen.</param>
    /// <param name="tolerance">Relative difference of the function within the simplex that is enough.</param>
    public (double[] Point, double Value) Minimise(double[] start, double step, int evaluationsMax, double tolerance)
    {
        _left = evaluationsMax;
        var best = Corner(start);
        for (var round = 0; round <= Restarts && _left > 0; round++)
        {
            var before = best.Value;
            best = Descend(best, round == 0 ? step : step / 4, tolerance);
            if (!(before - best.Value > tolerance * (1 + Math.Abs(before))) && round > 0)
            {
                break;
            }
        }

        return best;
    }

    private (double[] Point, double Value) Descend((double[] Point, double Value) start, double step, double tolerance)
    {
        var corners = new List<(double[] Point, double Value)> { start };
        for (var i = 0; i < start.Point.Length; i++)
        {
            var point = (double[])start.Point.Clone();
            point[i] += point[i] + step <= upper[i] ? step : -step;
            corners.Add(Corner(point));
        }

        while (_left > 0)
        {
            corners.Sort((a, b) => a.Value.CompareTo(b.Value));
            if (Math.Abs(corners[^1].Value - corners[0].Value) <= tolerance * (1 + Math.Abs(corners[0].Value)))
            {
                break;
            }

            Improve(corners);
        }

        return corners.MinBy(c => c.Value);
    }

    private void Improve(List<(double[] Point, double Value)> corners)
    {
        var worst = corners[^1];
        var centre = new double[worst.Point.Length];
        foreach (var (point, _) in corners.Take(corners.Count - 1))
        {
            for (var i = 0; i < centre.Length; i++)
            {
                centre[i] += point[i] / (corners.Count - 1);
            }
        }

        var reflected = Corner(Along(centre, worst.Point, -1));
        if (reflected.Value < corners[0].Value)
        {
            var further = Corner(Along(centre, worst.Point, -2));
            corners[^1] = further.Value < reflected.Value ? further : reflected;
            return;
        }

        if (reflected.Value < corners[^2].Value)
        {
            corners[^1] = reflected;
            return;
        }

        var nearer = Corner(Along(centre, worst.Point, reflected.Value < worst.Value ? -0.5 : 0.5));
        if (nearer.Value < Math.Min(reflected.Value, worst.Value))
        {
            corners[^1] = nearer;
            return;
        }

        for (var c = 1; c < corners.Count; c++)
        {
            corners[c] = Corner(Along(corners[0].Point, corners[c].Point, 0.5));
        }
    }

    private (double[] Point, double Value) Corner(double[] point)
    {
        _left--;
        for (var i = 0; i < point.Length; i++)
        {
            point[i] = double.IsNaN(point[i]) ? lower[i] : Math.Clamp(point[i], lower[i], upper[i]);
        }

        var value = function(point);
        return (point, double.IsNaN(value) ? double.PositiveInfinity : value);
    }

    private static double[] Along(double[] from, double[] to, double share)
    {
        var point = new double[from.Length];
        for (var i = 0; i < point.Length; i++)
        {
            point[i] = from[i] + share * (to[i] - from[i]);
        }

        return point;
    }
}
