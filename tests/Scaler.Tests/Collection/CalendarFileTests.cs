using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class CalendarFileTests : IDisposable
{
    private const string Good = """{ "timeZone": "UTC", "days": [ { "name": "Labour Day", "from": "2026-05-01", "like": "sunday" } ] }""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_is_handed_over_once_and_again_when_it_changes_and_a_bad_one_keeps_the_old()
    {
        File.WriteAllText(Path, Good);
        using var calendar = Open();
        Assert.Equal("Labour Day", Assert.Single(calendar.TakeIfChanged()!.Days).Name);
        Assert.Null(calendar.TakeIfChanged());

        File.WriteAllText(Path, Good.Replace("sunday", "funday", StringComparison.Ordinal));
        calendar.Poll();
        Assert.Null(calendar.TakeIfChanged());

        File.WriteAllText(Path, Good.Replace("Labour Day", "May Day", StringComparison.Ordinal));
        calendar.Poll();
        Assert.Equal("May Day", Assert.Single(calendar.TakeIfChanged()!.Days).Name);
    }

    [Fact]
    public void Without_a_file_there_is_no_calendar()
    {
        using var calendar = new CalendarFile(new ScalerOptions(), TimeProvider.System, NullLogger<CalendarFile>.Instance);
        Assert.Null(calendar.TakeIfChanged());
    }

    [Theory]
    [InlineData("{", "line 1: this is no JSON")]
    [InlineData("{ \"days\": [\n { \"name\": \"a\", \"from\": \"2026-05-01\" } ] }", "line 2: days:0: one of like")]
    public void A_bad_one_at_the_start_is_refused_with_its_line(string text, string sentence)
    {
        File.WriteAllText(Path, text);
        var problems = Assert.Throws<ConfigurationProblemsException>(Open).Problems;
        Assert.Contains(sentence, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(ConfiguredFiles.Problems(new ScalerOptions { CalendarFile = Path }), p => p.StartsWith("Scaler:CalendarFile: ", StringComparison.Ordinal) && p.Contains(sentence, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private string Path => _folder["days.json"];

    private CalendarFile Open() => new(new ScalerOptions { CalendarFile = Path }, TimeProvider.System, NullLogger<CalendarFile>.Instance);
}
