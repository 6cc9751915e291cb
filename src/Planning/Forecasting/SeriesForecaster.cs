using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Forecasts one load. The first time, and after each study, it goes over the past as if it were now, so that weights and bands are
/// known at once; from then on each forecast is noted, compared with what comes, and the methods that have weight learn again.
/// </summary>
internal sealed class SeriesForecaster(ImmutableArray<IForecaster> methods, CombineRule rule)
{
    /// <summary>Origins gone over: a week of hourly plans.</summary>
    private const int OriginsMax = 168;

    /// <summary>Fewer say little of the band.</summary>
    private const int OriginsWanted = 48;

    /// <summary>A history that has grown by this much says more of the methods than was noted on the way.</summary>
    private const double Growth = 1.5;

    /// <summary>A method with less weight than this in every target is not worth an hourly fit.</summary>
    private const double RestBelow = 0.1;

    private static readonly ForecastWalk Replay = new(TimeSpan.FromDays(1), TimeSpan.Zero);

    public SeriesMemory Begin() => new(new MethodPanel(methods));

    /// <param name="series">What came.</param>
    /// <param name="window">Steps that the plan looks at.</param>
    /// <param name="length">Length of the planning window whose mean and peak are asked for; zero: only the course.</param>
    /// <param name="memory">Of this load.</param>
    /// <param name="study">True: methods study first (dear), and the past is gone over again.</param>
    public ForecastBand Forecast(LoadSeries series, ForecastWindow window, TimeSpan length, SeriesMemory memory, bool study)
    {
        if (series.Steps.CountPresent() == 0)
        {
            return ForecastBand.Nothing;
        }

        var now = series.Steps.End;
        var targets = ForecastTargets.Of(series.Steps.Step, window.Horizon, length);
        memory.AskedAt = now;
        var calendar = new CalendarFactors(series.Steps, memory.Calendar);
        var clean = GridCleaner.Clean(calendar.Ordinary(series.Steps.Length), series.Steps.Length);
        if (study)
        {
            memory.Panel.Study(clean, clean.Length);
            memory.StudiedAt = now;
        }

        if (study || memory.Shelf is null || series.Steps.Length > Growth * memory.ReplayedSteps || !targets.All.SequenceEqual(memory.Targets!.All))
        {
            GoOverThePast(series, calendar, targets, window, memory);
        }

        memory.Shelf!.Settle(series.Bins, now, (target, entry) => Learn(memory, target, entry));
        memory.Panel.Fit(clean, clean.Length);
        var paths = memory.Panel.Predict(clean.Length, Math.Max(window.Horizon, ForecastWalk.Horizon(memory.Shelf, series.Steps.Step)));
        calendar.Apply(paths, clean.Length);
        var answers = memory.Shelf.Issue(now, paths, series.Steps.Step);
        var band = BandOf(series, window, targets, memory, paths, answers);
        return band with { Detail = band.Detail + CalendarText.Of(calendar.Ahead(window.Horizon)) };
    }

    private void GoOverThePast(LoadSeries series, CalendarFactors calendar, ForecastTargets targets, ForecastWindow window, SeriesMemory memory)
    {
        var floor = ForecastBounds.Of(series.Steps, series.Steps.Length).Floor;
        var shelf = new TargetShelf(targets.All, memory.Panel.Count, floor, rule);
        memory.Score.Restart(memory.Score.Loses);
        memory.Watch.Restart();
        (memory.Shelf, memory.Targets, memory.ReplayedSteps) = (shelf, targets, series.Steps.Length);
        for (var k = 0; k < memory.Panel.Count; k++)
        {
            memory.Panel.Rest(k, false);
        }

        Replay.Over(series, calendar, memory.Panel, shelf, Origins(series.Steps, window), (target, entry) => Learn(memory, target, entry));
        RestTheWeightless(memory);
    }

    /// <summary>
    /// Moments to forecast from, oldest first, at the distance of plans, closer together where history is short; at least a third of it
    /// stays for learning. Empty when it is too short.
    /// </summary>
    private static int[] Origins(DemandGrid grid, ForecastWindow window)
    {
        var room = grid.Length - 1 - grid.Length / 3;
        var stride = Math.Clamp(room / OriginsWanted, 1, window.Stride);
        var count = Math.Min(OriginsMax, room / stride);
        return [.. Enumerable.Range(0, count).Select(i => grid.Length - stride * (count - i))];
    }

    private static void Learn(SeriesMemory memory, int target, TargetEntry entry)
    {
        if (target == 0 && memory.Watch.Sees(entry))
        {
            memory.Shelf!.Changed(memory.Watch.ChangedAt);
        }

        if (target == memory.Targets!.Scored && entry.Issued is { } issued && double.IsFinite(entry.Said[0]))
        {
            memory.Score.Add(Math.Exp(entry.Came), Math.Exp(issued[1]), Math.Exp(entry.Said[0]), entry.Came >= issued[0] - BandWidth.Rounding && entry.Came <= issued[3] + BandWidth.Rounding, entry.Origin);
        }
    }

    /// <summary>Methods with hardly any weight sit out until the past is gone over again; the last value always answers.</summary>
    private static void RestTheWeightless(SeriesMemory memory)
    {
        for (var k = 1; k < memory.Panel.Count; k++)
        {
            memory.Panel.Rest(k, memory.Shelf!.Books.Any(b => b.Residuals > 0) && memory.Shelf.Books.All(b => b.Weights[k] < RestBelow));
        }
    }

    private static ForecastBand BandOf(LoadSeries series, ForecastWindow window, ForecastTargets targets, SeriesMemory memory, double[][] paths, ForecastQuantiles[] answers)
    {
        var scored = memory.Shelf!.Books[targets.Scored];
        var score = memory.Score is { Error: { } error, OverLastValue: { } over, Coverage: { } coverage }
            ? new ForecastScore(error, over, scored.Residuals, coverage, memory.Score.Loses)
            : null;
        var (method, reason, detail) = BandText.Of(series.Steps, memory.Panel, scored, score);
        var quantiles = PathBand.Quantiles(window.Horizon, targets, memory.Shelf, paths, answers);
        return new ForecastBand(method, reason, detail, score, [.. quantiles.Select((q, h) => new ForecastPoint(
            series.Steps.End + series.Steps.Step * h, q.Q50, q.Q05, q.Q95))])
        {
            Quantiles = quantiles,
            Windows = [.. targets.Leads.Select((lead, i) => new WindowForecast(
                lead, targets.All[targets.MeanAt(i)].Length, answers[targets.MeanAt(i)], answers[targets.PeakAt(i)]))],
        };
    }
}
