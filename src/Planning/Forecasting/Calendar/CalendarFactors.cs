using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Turns a load with holidays into one of ordinary days for methods to learn from, and their answers back. A step of a special day is
/// divided by what that day brings of an ordinary one, so that no method takes it for its weekday and each still sees the level of now; the
/// answer for such a step is multiplied by the same. A day of which that is not known counts as absent, but for the newest hours.
/// </summary>
internal sealed class CalendarFactors
{
    /// <summary>Weeks that a day's shape is the mean of.</summary>
    private const int Weeks = 3;

    /// <summary>This newest part of a day that nobody knows stays as it came: it is the level of now.</summary>
    private static readonly TimeSpan Newest = TimeSpan.FromHours(6);

    private const double Least = 0.05;
    private const double Most = 5;

    private readonly DemandGrid _grid;
    private readonly int _day;
    private readonly ImmutableArray<(int First, int End, SpecialDay Day)> _days;

    /// <param name="grid">The load as it came.</param>
    /// <param name="days">Special days that concern it, sorted by start.</param>
    public CalendarFactors(DemandGrid grid, ImmutableArray<SpecialDay> days)
    {
        (_grid, _day) = (grid, grid.Steps(TimeSpan.FromDays(1)));
        _days = _day == 0 || days.IsDefaultOrEmpty
            ? []
            : [.. days.Select(d => (First: Step(d.Start), End: Step(d.End), Day: d)).Where(d => d.End > 0 && d.First < grid.Length + ForecastWindow.HorizonMax)];
    }

    /// <summary>The load as ordinary days would have brought it; the grid itself where no day is special.</summary>
    /// <param name="known">Steps that are known.</param>
    public DemandGrid Ordinary(int known)
    {
        if (_days.IsEmpty)
        {
            return _grid;
        }

        var values = (double[])_grid.Values.Clone();
        var present = Enumerable.Range(0, values.Length).Select(_grid.IsPresent).ToArray();
        foreach (var (first, end, day) in _days)
        {
            for (var t = Math.Max(0, first); t < Math.Min(end, values.Length); t++)
            {
                var factor = Factor(day, t, t);
                present[t] &= factor is not null || t >= known - _grid.Steps(Newest);
                values[t] = present[t] ? values[t] / (factor ?? 1) : 0;
            }
        }

        return new DemandGrid(values, present, _grid.Step, _grid.End);
    }

    /// <summary>Puts special days into paths of ordinary ones that begin at this step.</summary>
    public void Apply(double[][] paths, int origin)
    {
        foreach (var (first, end, day) in _days)
        {
            for (var t = Math.Max(first, origin); t < Math.Min(end, origin + paths[0].Length); t++)
            {
                var factor = Factor(day, t, origin) ?? 1;
                foreach (var path in paths)
                {
                    path[t - origin] *= factor;
                }
            }
        }
    }

    /// <summary>The special days that the steps from the newest on touch; empty where none is.</summary>
    public IEnumerable<SpecialDay> Ahead(int horizon) =>
        _days.Where(d => d.End > _grid.Length && d.First < _grid.Length + horizon).Select(d => d.Day);

    /// <summary>What this step brings of an ordinary one, by steps before <paramref name="before"/> alone; null where that is not known.</summary>
    private double? Factor(SpecialDay day, int t, int before)
    {
        if (day.Scale is { } scale)
        {
            return scale;
        }

        if (day.Like is not { } like || like == day.Day)
        {
            return day.Like is null ? null : 1;
        }

        var back = (day.Day - like + 7) % 7;
        return Mean(t - back * _day, before) is { } those && Mean(t - 7 * _day, before) is { } own and > 0
            ? Math.Clamp(those / own, Least, Most)
            : null;
    }

    /// <summary>Mean of this time of the week, its neighbours included, in the last weeks up to here; special days do not count.</summary>
    private double? Mean(int newest, int before)
    {
        double sum = 0;
        var count = 0;
        for (var week = 0; week < Weeks; week++)
        {
            for (var t = newest - 7 * week * _day - 1; t <= newest - 7 * week * _day + 1; t++)
            {
                if (t < before && _grid.IsPresent(t) && !_days.Any(d => t >= d.First && t < d.End))
                {
                    sum += _grid.Values[t];
                    count++;
                }
            }
        }

        return count == 0 ? null : sum / count;
    }

    private int Step(Instant at) => (int)Math.Clamp(_grid.Length - (_grid.End - at).Ticks / _grid.Step.Ticks, -1, int.MaxValue / 2);
}
