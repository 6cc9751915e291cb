using System.Text.Encodings.Web;
using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>What <c>forecast</c> found out about one series.</summary>
/// <param name="Series">The file.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">The forecast.</param>
/// <param name="Backtest">Null where none was asked for.</param>
internal sealed record ForecastReport(SeriesFile Series, LoadQuestion Question, LoadAnswer Answer, BacktestAnswer? Backtest)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ForecastReport Of(SeriesFile series, LoadQuestion question, bool backtest)
    {
        try
        {
            // Window results of a backtest are for the benchmark; here they would only take time.
            var past = backtest ? LoadBacktest.Run(series.History, question with { Horizon = 1, Window = TimeSpan.Zero }) : null;
            return new ForecastReport(series, question, new LoadForecaster(question).Forecast(series.History, study: true), past);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException($"{series.Path}: {e.Message.Split(" (Parameter")[0]}");
        }
    }

    /// <summary>As docs/schema/forecast.schema.json says.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Series = Series.Path,
            StepSeconds = Question.Step.TotalSeconds,
            Question.Horizon,
            Answer.Method,
            Answer.Reason,
            Answer.Detail,
            Series.Notes,
            Steps = Answer.Steps.Select((q, h) => new { At = Answer.Start + Question.Step * h, q.Q05, q.Q50, q.Q90, q.Q95, q.Q99 }),
            Windows = Answer.Windows.Select(w => new { LeadSeconds = w.Lead.TotalSeconds, LengthSeconds = w.Length.TotalSeconds, w.Mean, w.Peak }),
            Methods = Backtest?.Methods.ToDictionary(m => m.Name, m => new { m.Wape, m.Answered }),
            Selected = Backtest is null ? null : new { Question.Forecaster, Backtest.Wape, Coverage90 = Backtest.Coverage90, Backtest.Origins },
        },
        Options) + "\n";
}
