using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Demand history to the load that a plan must carry: every series of the catalog's models, summed per region and model.</summary>
internal sealed class DemandForecaster(ServingCatalog catalog, PlanningOptions options)
{
    /// <summary>Steps of any interactive series of a model before its forecast may shrink anything.</summary>
    private const int KnownSteps = 3;

    private readonly SeriesForecaster _forecaster = new(Forecasters.All);

    public DemandForecast Forecast(DemandHistory history, Instant now, StepList steps)
    {
        var end = history.End ?? now.FloorTo(options.DemandBin);
        var window = ForecastWindow.Of(now, end, PlanningTimes.Step(options), options);
        var published = ImmutableArray.CreateBuilder<SeriesForecast>();
        var models = catalog.Models.Select(m => Model(m.Id, history, end, window, published, steps)).ToImmutableArray();
        return new DemandForecast(published.ToImmutable(), models);
    }

    private ModelForecast Model(
        ModelId model, DemandHistory history, Instant end, ForecastWindow window, ImmutableArray<SeriesForecast>.Builder published, StepList steps)
    {
        var regions = new SortedDictionary<RegionId, LoadSum>();
        var total = new LoadSum(window.Horizon);
        var known = 0;
        foreach (var (id, series) in history.Series.Where(s => s.Key.Model == model))
        {
            if (!regions.TryGetValue(id.Origin, out var region))
            {
                regions.Add(id.Origin, region = new LoadSum(window.Horizon));
            }

            var grid = id.Tier.IsInteractive() ? DemandGrid.Of(history, series, end, (int)PlanningTimes.BinsPerStep(options)) : null;
            var forecast = grid is null ? Patient(id, history, series, end, steps) : Interactive(id, grid, window, steps);
            known = Math.Max(known, grid?.CountPresent() ?? 0);
            region.Add(forecast, options.RiskShare);
            total.Add(forecast, options.RiskShare);
            published.Add(forecast);
        }

        return new ModelForecast
        {
            Model = model,
            Start = end,
            Step = PlanningTimes.Step(options),
            Window = window,
            Known = known >= KnownSteps,
            Total = total.Load,
            Regions = [.. regions.Select(r => new RegionForecast(r.Key, r.Value.Load, r.Value.Interactive))],
        };
    }

    private SeriesForecast Interactive(DemandSeriesId id, DemandGrid grid, ForecastWindow window, StepList steps)
    {
        var band = _forecaster.Forecast(grid, window);
        var peak = band.Points.Skip(window.Lead).Select(p => p.Median + LoadSum.Margin(p, options.RiskShare)).DefaultIfEmpty(0).Max();
        var last = grid.Length > 0 && grid.IsPresent(grid.Length - 1) ? grid.Values[^1] : (double?)null;
        steps.Add("forecast", id.ToString(), last, peak, band.Reason, $"Method {band.Method}. {band.Detail}");
        return new SeriesForecast(id, band.Method, peak, band.Score?.Wape, band.Points);
    }

    /// <summary>The paper's beta: a share of the patient work that arrived in the past hour.</summary>
    private SeriesForecast Patient(DemandSeriesId id, DemandHistory history, DemandSeries series, Instant end, StepList steps)
    {
        var to = history.Number(end);
        var (mean, _) = series.Mean(to - Math.Max(1, TimeSpan.FromHours(1).Ticks / history.Bin.Ticks), to);
        var rate = options.PatientShare * mean.PromptTokens;
        steps.Add("forecast", id.ToString(), mean.PromptTokens, rate, "patient-share", $"{options.PatientShare:P0} of the patient work of the past hour is added to demand.");
        return new SeriesForecast(id, "patient-share", rate, null, []);
    }
}
