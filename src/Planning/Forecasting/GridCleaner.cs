namespace SageServe.Planning;

/// <summary>
/// Takes spikes out of what methods learn from, so that one does not become tomorrow's season. A step is a spike when it is far from
/// its neighbours on both sides and from the same time on the days around; it is then replaced by the nearer of the two.
/// The newest hour stays as it is: what has only begun can't be told from a change. Bands are made from what came, spikes included.
/// </summary>
internal static class GridCleaner
{
    private static readonly TimeSpan Newest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Neighbours on each side.</summary>
    private const int Near = 3;

    /// <summary>Days looked at on each side.</summary>
    private const int Days = 2;

    /// <summary>Typical deviations from both references that make a spike.</summary>
    private const double Far = 6;

    /// <param name="grid">The series.</param>
    /// <param name="known">Only these first steps are looked at and changed.</param>
    /// <returns>The grid itself where nothing is a spike.</returns>
    public static DemandGrid Clean(DemandGrid grid, int known)
    {
        var end = Math.Min(known, grid.Length) - Math.Max(1, grid.Steps(Newest));
        if (end < 4 * Near)
        {
            return grid;
        }

        var logs = Logs(grid, known);
        var near = new double[end];
        for (var t = 0; t < end; t++)
        {
            near[t] = Median(logs, t, 1, Near, known);
        }

        var usual = Typical(logs, near, end);
        var values = (double[])grid.Values.Clone();
        var any = false;
        for (var t = 0; t < end; t++)
        {
            if (Math.Abs(logs[t] - near[t]) > Far * usual && IsFarOnBothSides(logs, t, Far * usual) && IsFarFromOtherDays(grid, logs, t, known, Far * usual, out var sameTime))
            {
                var to = Math.Abs(logs[t] - near[t]) < Math.Abs(logs[t] - sameTime) ? near[t] : sameTime;
                values[t] *= Math.Exp(to - logs[t]);
                any = true;
            }
        }

        return any ? grid.With(values) : grid;
    }

    /// <summary>Far from most neighbours on either side: the first step of a new level is far from one side only.</summary>
    private static bool IsFarOnBothSides(double[] logs, int t, double far)
    {
        return IsFar(-1) && IsFar(1);

        bool IsFar(int side)
        {
            var count = 0;
            for (var i = 1; i <= Near; i++)
            {
                var at = t + side * i;
                count += at >= 0 && at < logs.Length && Math.Abs(logs[t] - logs[at]) > far ? 1 : 0;
            }

            return count * 2 > Near;
        }
    }

    private static bool IsFarFromOtherDays(DemandGrid grid, double[] logs, int t, int known, double far, out double sameTime)
    {
        sameTime = Median(logs, t, grid.Steps(Day), Days, known);
        return double.IsNaN(sameTime) || Math.Abs(logs[t] - sameTime) > far;
    }

    private static double[] Logs(DemandGrid grid, int known)
    {
        var floor = ForecastBounds.Of(grid, known).Floor;
        var logs = new double[Math.Min(known, grid.Length)];
        for (var t = 0; t < logs.Length; t++)
        {
            logs[t] = grid.IsPresent(t) ? Math.Log(grid.Values[t] + floor) : double.NaN;
        }

        return logs;
    }

    /// <summary>Of the steps this far apart on both sides, itself left out; NaN where none is there.</summary>
    private static double Median(double[] logs, int t, int apart, int count, int known)
    {
        Span<double> found = stackalloc double[2 * count];
        var n = 0;
        for (var i = -count; i <= count; i++)
        {
            var at = t + i * apart;
            if (i != 0 && apart > 0 && at >= 0 && at < known && at < logs.Length && !double.IsNaN(logs[at]))
            {
                found[n++] = logs[at];
            }
        }

        if (n == 0)
        {
            return double.NaN;
        }

        found[..n].Sort();
        return n % 2 == 1 ? found[n / 2] : (found[n / 2 - 1] + found[n / 2]) / 2;
    }

    /// <summary>The median distance of a step from its neighbours, as a standard deviation; at least 2 %.</summary>
    private static double Typical(double[] logs, double[] near, int end)
    {
        var apart = new List<double>(end);
        for (var t = 0; t < end; t++)
        {
            if (Math.Abs(logs[t] - near[t]) is var distance && !double.IsNaN(distance))
            {
                apart.Add(distance);
            }
        }

        apart.Sort();
        return Math.Max(0.02, apart.Count == 0 ? 0 : 1.4826 * apart[apart.Count / 2]);
    }
}
