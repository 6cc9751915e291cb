using System.CommandLine;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary><c>forecast</c>: what a series of one's own is expected to do, by the code that plans are made with.</summary>
internal static class ForecastCommand
{
    /// <summary>Steps ahead at most: beyond them no method knows anything that it did not know before.</summary>
    private const int HorizonMax = 512;

    private static readonly Option<string> Series = new("--series") { Description = "CSV with timestamp,value: ISO 8601, `YYYY-MM-DD HH:MM:SS` or seconds since 1970 (UTC where no zone is given); plain or gzip.", Required = true };
    private static readonly Option<string> Step = new("--step") { Description = "Length of a forecast step; values are averaged over it.", DefaultValueFactory = _ => "1h" };
    private static readonly Option<string> Horizon = new("--horizon") { Description = "How far ahead: steps, or a duration.", DefaultValueFactory = _ => "24" };
    private static readonly Option<string> Forecaster = new("--forecaster") { Description = $"One of: {string.Join(", ", LoadQuestion.ForecasterNames)}.", DefaultValueFactory = _ => LoadQuestion.ForecasterNames[0] };
    private static readonly Option<string> Window = new("--window") { Description = "Length of a planning window whose peak and mean are forecast at leads of 5, 20 and 60 minutes.", DefaultValueFactory = _ => "1h" };
    private static readonly Option<string?> Calendar = new("--calendar") { Description = "Days that are not like others, as docs/schema/calendar.schema.json says; limits to models and regions do not count here." };
    private static readonly Option<bool> Backtest = new("--backtest") { Description = "Also forecasts the second half of the series, step by step, and says how far off each method was." };
    private static readonly Option<string?> Json = new("--json") { Description = "JSON instead of a table; with a name, into that file beside the table.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a page with a chart to this file; it needs nothing beside itself." };

    private const string About = """
        Forecasts a series of your own by the code that plans are made with: median and quantiles of each coming step, and the peak and mean
        of the planning window, which is what capacity is planned for. All methods answer, weighted by how well each did lately.

        Examples:
          sageserve forecast --series load.csv --step 1h --horizon 24
          sageserve forecast --series load.csv --step 10m --horizon 2h --json
          sageserve forecast --series load.csv --step 1h --horizon 1 --backtest --html load.html
          sageserve forecast --series load.csv --step 1h --horizon 48 --calendar holidays.json
        """;

    public static Command Create()
    {
        var command = new Command("forecast", About) { Series, Step, Horizon, Forecaster, Window, Calendar, Backtest, Json, Html };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var step = DurationText.Parse("--step", parsed.GetRequiredValue(Step));
        var (json, html) = (parsed.GetValue(Json), parsed.GetValue(Html));
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        var question = new LoadQuestion
        {
            Step = step,
            Horizon = Steps(parsed.GetRequiredValue(Horizon), step),
            Window = DurationText.Parse("--window", parsed.GetRequiredValue(Window)),
            Forecaster = Known(parsed.GetRequiredValue(Forecaster)),
            Calendar = parsed.GetValue(Calendar) is { } file ? CalendarFile.Read(file) : LoadCalendar.None,
        };
        var series = SeriesFile.Read(parsed.GetRequiredValue(Series), step);
        var report = ForecastReport.Of(series, question, parsed.GetValue(Backtest));
        var asJson = parsed.GetResult(Json) is not null;
        Console.Write(asJson && json is null ? report.ToJson() : ForecastText.Of(report));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, System.Text.Encoding.UTF8.GetBytes(report.ToJson()));
        }

        if (html is not null)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(ForecastPage.Of(report)));
        }

        return 0;
    }

    private static int Steps(string text, TimeSpan step)
    {
        var steps = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : (int)Math.Min(int.MaxValue, Math.Ceiling(DurationText.Parse("--horizon", text) / step));
        return steps is >= 1 and <= HorizonMax ? steps : throw new BadInputException($"--horizon {text}: from 1 to {HorizonMax} steps of {DurationText.Short(step)} can be forecast.");
    }

    private static string Known(string forecaster) => LoadQuestion.ForecasterNames.Contains(forecaster)
        ? forecaster
        : throw new BadInputException($"--forecaster '{forecaster}' is unknown. Use one of: {string.Join(", ", LoadQuestion.ForecasterNames)}.");
}
