namespace SageServe.Simulator;

/// <summary>Requests per hour, for daily rhythm. Hours beyond a year are not counted here.</summary>
internal sealed class HourlyCounts
{
    private const int Most = 366 * 24;
    private readonly List<double> _hours = [];

    public void Add(TimeSpan at)
    {
        var hour = (int)Math.Min(at.Ticks / TimeSpan.TicksPerHour, Most);
        if (hour < Most)
        {
            while (_hours.Count <= hour)
            {
                _hours.Add(0);
            }

            _hours[hour]++;
        }
    }

    public double? DiurnalScore() => DiurnalScoreOf(_hours);

    /// <summary>
    /// Correlation of hourly counts with those a day before: 1 repeats every day, 0 has no daily rhythm. Null with less than two days, or
    /// when nothing varies.
    /// </summary>
    public static double? DiurnalScoreOf(IReadOnlyList<double> hours)
    {
        const int Lag = 24;
        if (hours.Count < 2 * Lag)
        {
            return null;
        }

        var correlation = default(PairCorrelation);
        for (var i = Lag; i < hours.Count; i++)
        {
            correlation.Add(hours[i - Lag], hours[i]);
        }

        return correlation.Value;
    }
}
