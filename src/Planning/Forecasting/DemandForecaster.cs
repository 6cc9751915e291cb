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
        var window = ForecastWindow.Of(now, end, options.ForecastStep, options);
        var published = ImmutableArray.CreateBuilder<SeriesForecast>();
        var models = catalog.Models.Select(m => Model(m.Id, history, end, window, published, steps)).ToImmutableArray();
        return new DemandForecast(published.ToImmutable(), models);
    }

    private ModelForecast Model(
        ModelId model, DemandHistory history, Instant end, ForecastWindow window, ImmutableArray<SeriesForecast>.Builder published, StepList steps)
    {
        var regions = new SortedDictionary<RegionId, (double[] Load, double[] Interactive, double Patient)>();
        var known = 0;
        foreach (var (id, series) in history.Series.Where(s => s.Key.Model == model))
        {
            if (!regions.TryGetValue(id.Origin, out var region))
            {
                region = (new double[window.Horizon], new double[window.Horizon], 0);
            }

            if (id.Tier.IsInteractive())
            {
                var grid = DemandGrid.Of(history, series, end, options.ForecastStep);
                known = Math.Max(known, grid.CountPresent());
                published.Add(Interactive(id, grid, window, region.Load, region.Interactive, steps));
            }
            else
            {
                var patient = Patient(history, series, end);
                region.Patient += patient;
                published.Add(new SeriesForecast(id, "patient-share", patient, null, []));
                steps.Add("forecast", id.ToString(), null, patient, "patient-share", $"{options.PatientShare:P0} of the patient work of the past hour is added to demand.");
            }

            regions[id.Origin] = region;
        }

        return new ModelForecast
        {
            Model = model,
            Start = end,
            Step = options.ForecastStep,
            Window = window,
            Known = known >= KnownSteps,
            Regions = [.. regions.Select(r => new RegionForecast(
                r.Key, [.. r.Value.Load.Select(l => l + r.Value.Patient)], [.. r.Value.Interactive], r.Value.Patient))],
        };
    }

    private SeriesForecast Interactive(
        DemandSeriesId id, DemandGrid grid, ForecastWindow window, double[] load, double[] interactive, StepList steps)
    {
        var band = _forecaster.Forecast(grid, window);
        double peak = 0;
        for (var i = 0; i < band.Points.Length; i++)
        {
            var point = band.Points[i];
            var planned = point.Median + options.RiskShare * (point.High - point.Median);
            Invariant.Holds(double.IsFinite(planned) && planned >= 0, "a forecast is a finite, non-negative number");
            load[i] += planned;
            interactive[i] += point.Median;
            peak = i >= window.Lead ? Math.Max(peak, planned) : peak;
        }

        var last = grid.Length > 0 && grid.IsPresent(grid.Length - 1) ? grid.Values[^1] : (double?)null;
        steps.Add("forecast", id.ToString(), last, peak, band.Reason, $"Method {band.Method}. {band.Detail}");
        return new SeriesForecast(id, band.Method, peak, band.Score?.Wape, band.Points);
    }

    /// <summary>The paper's beta: a share of the patient work that arrived in the past hour.</summary>
    private double Patient(DemandHistory history, DemandSeries series, Instant end)
    {
        var to = history.Number(end);
        var (mean, _) = series.Mean(to - Math.Max(1, TimeSpan.FromHours(1).Ticks / history.Bin.Ticks), to);
        return options.PatientShare * mean.PromptTokens;
    }
}
