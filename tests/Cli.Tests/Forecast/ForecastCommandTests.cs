using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

public sealed class ForecastCommandTests
{
    [Fact]
    public async Task The_json_is_what_its_schema_says_with_and_without_a_backtest()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, Days(6));
        var forecast = JsonNode.Parse((await CliProgram.Succeeds("forecast", "--series", file, "--step", "1h", "--horizon", "3h", "--json")).Output)!;
        var tested = JsonNode.Parse((await CliProgram.Succeeds("forecast", "--series", file, "--step", "1h", "--horizon", "1", "--backtest", "--json")).Output)!;

        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "forecast.schema.json"), forecast, tested), Assert.Empty);
        Assert.Equal(3, forecast["steps"]!.AsArray().Count);
        Assert.Null(forecast["selected"]);
        Assert.True(tested["selected"]!["wape"]!.GetValue<double>() < 0.1);
        Assert.True(tested["methods"]!["last-value"]!["wape"]!.GetValue<double>() > tested["selected"]!["wape"]!.GetValue<double>());
        Assert.InRange(tested["selected"]!["coverage90"]!.GetValue<double>(), 0.7, 1);
    }

    [Fact]
    public async Task The_table_and_the_page_say_the_same()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, Days(6));
        var page = folder["page.html"];
        var text = (await CliProgram.Succeeds("forecast", "--series", file, "--step", "30m", "--horizon", "2", "--forecaster", "shape-day", "--html", page)).Output;
        Assert.Contains("shape-day (backtest)", text, StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-01-01 00:00:00,5\n2024-01-01 01:00:00,six\n", "line 3: '2024-01-01 01:00:00,six' is not a time")]
    [InlineData("yesterday,5\n", "line 2: 'yesterday,5' is not a time")]
    [InlineData("0,5,7\n", "line 2: '0,5,7' is not a time")]
    [InlineData("2024-01-01T00:00Z,-1\n", "line 2")]
    [InlineData("2024-01-01T00:00Z,NaN\n", "line 2")]
    [InlineData("2024-01-01T00:00Z,\n", "line 2")]
    [InlineData("2024-01-01T00:00Z,1e400\n", "line 2")]
    [InlineData("2024-01-01T00:00Z;1\n", "line 2")]
    [InlineData("13/01/2024 00:00,1\n", "line 2: '13/01/2024 00:00,1' is not a time")]
    [InlineData("01/13/2024 00:00,1\n", "line 2: '01/13/2024 00:00,1' is not a time")]
    [InlineData("", "holds 0 values")]
    [InlineData("1700000000,1\n", "a series needs two or more")]
    [InlineData("1700000000,1\n1700000000,2\n", "a series needs two times or more")]
    [InlineData("1700000000,1\n1700086400,2\n", "has a value every ")]
    [InlineData("2024-01-01,1\n2024-01-01 00:01:00,2\n2024-01-01 00:02:00,2\n2124-01-01,1\n", "look for a wrong date")]
    public async Task A_wrong_file_is_refused_with_its_line(string rows, string sentence)
    {
        using var folder = new TemporaryFolder();
        await CliProgram.Refuses(sentence, "forecast", "--series", Write(folder, rows), "--step", "1h");
    }

    [Theory]
    [InlineData("there is no file", "--series", "/nowhere.csv")]
    [InlineData("--horizon 0", "--series", "/nowhere.csv", "--horizon", "0")]
    [InlineData("--step 'soon' is no duration", "--series", "/nowhere.csv", "--step", "soon")]
    [InlineData("'tea' is unknown", "--series", "/nowhere.csv", "--forecaster", "tea")]
    [InlineData("--calendar: /nowhere.json cannot be read", "--series", "/nowhere.csv", "--calendar", "/nowhere.json")]
    public async Task A_wrong_flag_is_refused(string sentence, params string[] flags) => await CliProgram.Refuses(sentence, ["forecast", .. flags]);

    [Theory]
    [InlineData("\uFEFFtimestamp,value\r\n1700002800,1\r\n1700006400,2\r\n")]
    [InlineData("\uFEFF1700002800,1\n1700006400,2")]
    [InlineData("\"timestamp\",\"value\"\n\"2023-11-14 23:00:00\",\"1\"\n\"2023-11-15 00:00:00\",\"2\"\n")]
    [InlineData("timestamp,value\n\n2023-11-15T01:00:00+02:00,1\n2023-11-14T22:00:00-02:00,2\n")]
    [InlineData("timestamp,value\n1700002800000,1\n1700006400000,2\n")]
    public void The_usual_ways_of_writing_a_series_are_read(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["s.csv"], text);
        var history = SeriesFile.Read(folder["s.csv"], TimeSpan.FromHours(1)).History;
        Assert.Equal((Instant.FromUnixSeconds(1_700_002_800), 2), (history.Start, history.Values.Length));
        Assert.Equal([1, 2], history.Values);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(0)]
    public async Task A_load_that_never_changes_is_forecast_as_it_is_with_a_band_that_holds(int value)
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, string.Concat(Enumerable.Range(0, 96).Select(i => $"{1_700_002_800 + 3600 * i},{value}\n")));
        var told = JsonNode.Parse((await CliProgram.Succeeds("forecast", "--series", file, "--horizon", "1", "--backtest", "--json")).Output)!;
        Assert.Equal(value, told["steps"]![0]!["q50"]!.GetValue<double>(), 9);
        Assert.Equal(0, told["selected"]!["wape"]!.GetValue<double>(), 9);
        Assert.Equal(1, told["selected"]!["coverage90"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_calendar_changes_the_days_that_it_names_and_is_told_of()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, Days(16));
        var calendar = folder["days.json"];
        await File.WriteAllTextAsync(calendar, """{ "days": [ { "name": "Fair", "from": "2022-01-24", "scale": 2 } ] }""");
        var document = JsonNode.Parse(await File.ReadAllTextAsync(calendar))!;
        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "calendar.schema.json"), document), Assert.Empty);
        var plain = JsonNode.Parse((await CliProgram.Succeeds("forecast", "--series", file, "--horizon", "2", "--json")).Output)!;
        var day = DateOnly.FromDateTime(plain["steps"]![0]!["at"]!.GetValue<DateTime>().ToUniversalTime());
        await File.WriteAllTextAsync(calendar, $$"""{ "days": [ { "name": "Fair", "from": "{{day:yyyy-MM-dd}}", "scale": 2 } ] }""");
        var fair = JsonNode.Parse((await CliProgram.Succeeds("forecast", "--series", file, "--horizon", "2", "--json", "--calendar", calendar)).Output)!;
        Assert.InRange(fair["steps"]![0]!["q50"]!.GetValue<double>() / plain["steps"]![0]!["q50"]!.GetValue<double>(), 1.9, 2.1);
        Assert.Contains("Fair counts as 2 of an ordinary", fair["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_calendar_is_told_at_once_with_its_line()
    {
        using var folder = new TemporaryFolder();
        var calendar = folder["days.json"];
        await File.WriteAllTextAsync(calendar, "{ \"days\": [\n { \"name\": \"a\", \"from\": \"soon\", \"like\": \"sunday\" },\n { \"name\": \"b\", \"from\": \"2026-05-01\", \"like\": \"funday\" } ] }");
        await CliProgram.Refuses("line 2: days:0:from:", "forecast", "--series", "/nowhere.csv", "--calendar", calendar);
        await CliProgram.Refuses("line 3: days:1:like:", "forecast", "--series", "/nowhere.csv", "--calendar", calendar);
    }

    [Fact]
    public void Rows_out_of_order_repeated_or_missing_are_taken_and_told_of()
    {
        using var folder = new TemporaryFolder();
        var file = SeriesFile.Read(Write(folder, "1700006400,4\n1700002800,1\n1700002800,3\n1700013600,5\n1700017200,6\n"), TimeSpan.FromHours(1));
        Assert.Equal([2, 4, double.NaN, 5, 6], file.History.Values);
        Assert.Equal(3, file.Notes.Count);
        Assert.Equal(Instant.FromUnixSeconds(1_700_002_800), file.History.Start);
    }

    private static string Write(TemporaryFolder folder, string rows)
    {
        var file = folder["series.csv"];
        File.WriteAllText(file, "timestamp,value\n" + rows);
        return file;
    }

    private static string Days(int days)
    {
        var random = new RandomStream(3);
        return string.Concat(Enumerable.Range(0, days * 48).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UnixEpoch.AddDays(19_000).AddMinutes(30 * i):yyyy-MM-dd HH:mm:ss},{100 * (1.5 + Math.Sin(2 * Math.PI * i / 48)) * Math.Exp(0.02 * random.NextGaussian()):0.##}\n")));
    }
}
