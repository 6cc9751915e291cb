using System.Text;
using System.Text.Json;

namespace SageServe.Planning.Tests;

public sealed class CalendarDocumentTests
{
    /// <summary>A clock with a summer hour that begins on 29 March and ends on 25 October, at midnight: that night has no midnight.</summary>
    private static readonly TimeZoneInfo Clock = TimeZoneInfo.CreateCustomTimeZone(
        "Testland", TimeSpan.FromHours(2), "Testland", "Testland", "Testland in summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                new DateTime(2000, 1, 1), new DateTime(2100, 1, 1), TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1), 3, 29), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1), 10, 25)),
        ]);

    [Fact]
    public void Days_and_runs_of_days_begin_at_midnight_of_their_own_clock()
    {
        var calendar = Parse("""
            { "timeZone": "Testland", "notes": "ours", "days": [
              { "name": "Fair", "from": "2026-07-03", "to": "2026-07-05", "scale": 1.5, "regions": ["eastus"] },
              { "name": "Labour Day", "from": "2026-05-01", "like": "Sunday", "models": ["a", "b"] },
              { "name": "Move", "from": "2026-01-07", "unknown": true },
            ] }
            """, out var problems);

        Assert.Empty(problems);
        Assert.Equal(["Move", "Labour Day", "Fair", "Fair", "Fair"], calendar.Days.Select(d => d.Name));
        var labour = calendar.Days[1];
        Assert.Equal((DayOfWeek.Friday, DayOfWeek.Sunday), (labour.Day, labour.Like));
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 4, 30, 21, 0, 0, TimeSpan.Zero)), labour.Start);
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 1, 6, 22, 0, 0, TimeSpan.Zero)), calendar.Days[0].Start);
        Assert.Equal((1.5, null), (calendar.Days[2].Scale, calendar.Days[2].Like));
        Assert.True(calendar.Days[2].Concerns(new DemandSeriesId(new ModelId("x"), new RegionId("eastus"), ServiceTier.InteractiveFast)));
        Assert.False(calendar.Days[2].Concerns(new DemandSeriesId(new ModelId("x"), new RegionId("westus"), ServiceTier.InteractiveFast)));
    }

    [Fact]
    public void Where_clocks_skip_midnight_the_day_is_an_hour_shorter()
    {
        var day = Parse("""{ "timeZone": "Testland", "days": [ { "name": "Change", "from": "2026-03-29", "like": "sunday" } ] }""", out _).Days[0];
        Assert.Equal(TimeSpan.FromHours(23), day.End - day.Start);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_place()
    {
        Parse("""
            { "timeZone": "Atlantis", "color": "red", "days": [
              { "from": "2026-05-01", "like": "sunday" },
              { "name": "a", "from": "May 1st", "like": "sunday" },
              { "name": "b", "from": "2026-05-01", "to": "2026-04-01", "like": "funday" },
              { "name": "c", "from": "2026-05-01", "like": "sunday", "scale": 2 },
              { "name": "d", "from": "2026-05-01" },
              { "name": "e", "from": "2026-05-01", "scale": 0, "regions": "eastus", "when": 1 },
              { "name": "f", "from": "2026-05-01", "unknown": false },
              { "name": "g", "like": "monday" },
              7
            ] }
            """, out var problems);

        string[] begins =
        [
            "color: ", "timeZone: ", "days:0:name: ", "days:1:from: ", "days:2:to: ", "days:2:like: ", "days:3: ", "days:4: ", "days:5:when: ", "days:5:scale: ",
            "days:5:regions: ", "days:6:unknown: ", "days:7:from: ", "days:8: ",
        ];
        Assert.Equal(begins.Order(StringComparer.Ordinal), problems.Select(p => begins.Single(b => p.StartsWith(b, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "days": {} }""")]
    public void Another_document_is_told_what_a_calendar_is(string json)
    {
        Assert.Empty(Parse(json, out var problems).Days);
        Assert.StartsWith("days: a list of days", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_stands_once_for_the_same_models_and_regions_and_files_have_a_limit()
    {
        Parse("""{ "days": [ { "name": "a", "from": "2026-05-01", "scale": 1 }, { "name": "b", "from": "2026-05-01", "scale": 2 } ] }""", out var twice);
        Assert.Contains("same day", Assert.Single(twice), StringComparison.Ordinal);
        Parse("""{ "days": [ { "name": "a", "from": "1970-01-01", "to": "2199-12-31", "scale": 1 } ] }""", out var many);
        Assert.Contains("more than 10000 days", Assert.Single(many), StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => Parse("{ days", out _));
    }

    private static LoadCalendar Parse(string json, out IReadOnlyList<string> problems) =>
        CalendarDocument.Parse(Encoding.UTF8.GetBytes(json), name => name == "Testland" ? Clock : null, out problems);
}
