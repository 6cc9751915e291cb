using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning.Tests;

/// <summary>What a calendar is worth on days that are not like others, and that it takes nothing from the others.</summary>
public sealed class HolidayForecastTests(ITestOutputHelper output)
{
    private const int Hours = 24;

    /// <summary>A Monday.</summary>
    private static readonly Instant Monday = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_holiday_like_a_sunday_is_forecast_from_the_evening_before_and_the_day_after_it_is_ordinary() => Seeds.Check(3, (_, random) =>
    {
        // Five weeks; the Wednesdays of the third and of the fifth are holidays.
        var load = Made(random, 35, [16, 30]);
        var calendar = new LoadCalendar([Day(16, DayOfWeek.Sunday), Day(30, DayOfWeek.Sunday)]);
        var (with, without) = (Error(load, 30, calendar), Error(load, 30, LoadCalendar.None));
        Assert.True(with < 0.35 * without, $"on the holiday {with:P1} against {without:P1}");
        Assert.InRange(with, 0, 0.25);
        var (after, afterWithout) = (Error(load, 31, calendar), Error(load, 31, LoadCalendar.None));
        Assert.True(after < 0.6 * afterWithout, $"on the day after {after:P1} against {afterWithout:P1}");
    });

    [Fact]
    public void A_scaled_day_brings_its_share_and_an_unknown_one_leaves_no_trace() => Seeds.Check(3, (_, random) =>
    {
        var load = Made(random, 35, [30]);
        var ordinary = Made(random, 35, []);
        var scaled = new LoadForecaster(Question(new LoadCalendar([Day(30, null, 0.5)]))).Forecast(Until(ordinary, 30), study: false);
        var plain = new LoadForecaster(Question(LoadCalendar.None)).Forecast(Until(ordinary, 30), study: false);
        Assert.All(scaled.Steps.Zip(plain.Steps), p => Assert.InRange(p.First.Q50 / p.Second.Q50, 0.45, 0.55));
        Assert.Contains("counts as 0.5 of an ordinary Wednesday", scaled.Detail, StringComparison.Ordinal);
        Assert.True(Error(load, 31, new LoadCalendar([Day(30)])) < Error(load, 31, LoadCalendar.None));
    });

    [Fact]
    public void Nothing_after_the_origin_is_known_to_a_holiday()
    {
        var load = Made(new RandomStream(5), 35, [30]);
        var calendar = new LoadCalendar([Day(30, DayOfWeek.Sunday)]);
        var other = load with { Values = [.. load.Values.Select((v, i) => i < 30 * Hours ? v : 7 * v)] };
        Assert.Equal(
            new LoadForecaster(Question(calendar)).Forecast(Until(load, 30), study: false).Steps,
            new LoadForecaster(Question(calendar)).Forecast(Until(other, 30), study: false).Steps);
        var factors = new CalendarFactors(load.InSteps(TimeSpan.FromHours(1)).Steps, calendar.Days);
        var changed = new CalendarFactors(other.InSteps(TimeSpan.FromHours(1)).Steps, calendar.Days);
        double[][] one = [[.. Enumerable.Repeat(1.0, 48)]];
        double[][] two = [[.. Enumerable.Repeat(1.0, 48)]];
        factors.Apply(one, 29 * Hours);
        changed.Apply(two, 29 * Hours);
        Assert.Equal(one[0], two[0]);
        Assert.All(one[0][..24], f => Assert.Equal(1, f));
        Assert.All(one[0][24..], f => Assert.InRange(f, 0.05, 0.7));
    }

    [Fact]
    public void New_Yorks_taxis_are_forecast_better_after_holidays_that_are_left_out()
    {
        var grid = OpenSeries.Read("taxi", TimeSpan.FromHours(1));
        var load = new LoadHistory(grid.End - grid.Step * grid.Length, grid.Step, [.. grid.Values.Select((v, i) => grid.IsPresent(i) ? v : double.NaN)]);
        (string Name, DateOnly Date)[] holidays =
        [
            ("Labor Day", new(2014, 9, 1)), ("Thanksgiving", new(2014, 11, 27)), ("Christmas", new(2014, 12, 25)), ("New Year", new(2015, 1, 1)), ("Martin Luther King Day", new(2015, 1, 19)),
        ];
        var calendar = new LoadCalendar([.. holidays.Select(h => new SpecialDay(At(h.Date), At(h.Date.AddDays(1)), h.Date.DayOfWeek, h.Name))]);
        var (with, without) = (0.0, 0.0);
        var (hour, hourWithout) = (0.0, 0.0);
        foreach (var day in calendar.Days)
        {
            foreach (var from in new[] { 1, 7 }.Select(d => (int)((day.Start - load.Start) / load.Bin) + d * Hours))
            {
                (with, without) = (with + Error(load, from, Hours, calendar), without + Error(load, from, Hours, LoadCalendar.None));
                (hour, hourWithout) = (hour + HourAhead(load, from, calendar), hourWithout + HourAhead(load, from, LoadCalendar.None));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the day after and a week after, from midnight {with / 10:P1} with the calendar, {without / 10:P1} without; an hour ahead {hour / 10:P1} and {hourWithout / 10:P1}"));
        Assert.True(with < 0.95 * without, $"{with / 10:P1} against {without / 10:P1}");
        Assert.True(hour < 1.05 * hourWithout, $"{hour / 10:P1} against {hourWithout / 10:P1}");
    }

    /// <summary>Of each of the day's hours, forecast an hour before it ends.</summary>
    private static double HourAhead(LoadHistory load, int from, LoadCalendar calendar)
    {
        var forecaster = new LoadForecaster(Question(calendar) with { Horizon = 1 });
        var (missed, came) = (0.0, 0.0);
        for (var t = from; t < from + Hours; t++)
        {
            missed += Math.Abs(forecaster.Forecast(load with { Values = load.Values[..t] }, study: false).Steps[0].Q50 - load.Values[t]);
            came += load.Values[t];
        }

        return missed / came;
    }

    private static Instant At(DateOnly day) => Instant.From(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));

    private static SpecialDay Day(int day, DayOfWeek? like = null, double? scale = null) =>
        new(Monday + TimeSpan.FromDays(day), Monday + TimeSpan.FromDays(day + 1), (DayOfWeek)((day + 1) % 7), $"holiday {day}") { Like = like, Scale = scale };

    /// <summary>Working days swing five to one; Sundays and holidays are flat and low.</summary>
    private static LoadHistory Made(RandomStream random, int days, int[] holidays) => new(Monday, TimeSpan.FromHours(1), [.. Enumerable.Range(0, days * Hours).Select(t =>
    {
        var day = t / Hours;
        var quiet = day % 7 >= 5 || holidays.Contains(day);
        var swing = Math.Sin(2 * Math.PI * (t % Hours) / Hours - Math.PI / 2);
        return (quiet ? 250 + 50 * swing : 1000 + 600 * swing) * Math.Exp(0.03 * random.NextGaussian());
    })]);

    private static LoadQuestion Question(LoadCalendar calendar, int horizon = Hours) => new() { Step = TimeSpan.FromHours(24.0 / horizon), Horizon = horizon, Calendar = calendar };

    private static LoadHistory Until(LoadHistory load, int day) => load with { Values = load.Values[..(day * Hours)] };

    private static double Error(LoadHistory load, int day, LoadCalendar calendar) => Error(load, day * Hours, Hours, calendar);

    /// <summary>Of the 24 hours from midnight, forecast at midnight.</summary>
    private static double Error(LoadHistory load, int from, int steps, LoadCalendar calendar)
    {
        var answer = new LoadForecaster(Question(calendar, steps)).Forecast(load with { Values = load.Values[..from] }, study: false);
        var came = load.Values.AsSpan(from, steps).ToArray();
        return answer.Steps.Zip(came).Sum(p => Math.Abs(p.First.Q50 - p.Second)) / came.Sum();
    }
}
