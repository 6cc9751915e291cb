using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Demand history to the load that a plan must carry: every series for the record, and the sums that pools have to serve.</summary>
/// <param name="catalog">What is served.</param>
/// <param name="options">As in force.</param>
/// <param name="memory">Of every load, kept from plan to plan.</param>
/// <param name="leads">What replicas take to serve.</param>
internal sealed class DemandForecaster(ServingCatalog catalog, PlanningOptions options, ForecastMemory memory, LeadTimes leads)
{
    /// <summary>Steps of any interactive series of a model before its forecast may shrink anything.</summary>
    private const int KnownSteps = 3;

    /// <summary>A load that was not asked for this long is forgotten.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(1);

    private readonly SeriesForecaster _forecaster = Forecasters.Of(options.Forecaster);
    private readonly WindowLoad _windows = new(options, leads);

    /// <param name="history">What came.</param>
    /// <param name="future">What will come; null unless the strategy is a bound.</param>
    /// <param name="backlog">What waits; null where nothing is known of it.</param>
    /// <param name="now">The tick.</param>
    /// <param name="steps">Gets one step per series.</param>
    public DemandForecast Forecast(DemandHistory history, DemandHistory? future, BacklogMemory? backlog, Instant now, StepList steps)
    {
        var bins = (int)PlanningTimes.BinsPerStep(options);
        var end = history.End ?? now.FloorTo(options.DemandBin);
        memory.TakeTurns(now, options.PlanInterval, options.StudyEvery);
        IBandSource source = future is null
            ? new LearntBands(history, end, options, _forecaster, memory)
            : new TrueBands(future, now.FloorTo(options.DemandBin), bins);
        var waiting = new PatientDemand(catalog, options, history, backlog, now);
        var published = ImmutableArray.CreateBuilder<SeriesForecast>();
        var models = catalog.Models.Select(m => Model(m.Id, history, source, waiting, now, published, steps)).ToImmutableArray();
        memory.Forget(end - ForgetAfter);
        return new DemandForecast(published.ToImmutable(), models);
    }

    private ModelForecast Model(
        ModelId model, DemandHistory history, IBandSource source, PatientDemand waiting, Instant now, ImmutableArray<SeriesForecast>.Builder published, StepList steps)
    {
        var window = ForecastWindow.Of(now, source.Start, PlanningTimes.Step(options), options, PlanningTimes.LeadOf(catalog, options, model));
        var bands = new Dictionary<string, ForecastBand>(StringComparer.Ordinal);
        var series = source.Series.Where(s => s.Model == model && s.Tier.IsInteractive()).ToList();
        var patient = history.Series.Where(s => s.Key.Model == model && !s.Key.Tier.IsInteractive()).ToDictionary(s => s.Key, s => waiting.Rate(s.Value));
        foreach (var id in series.Concat(patient.Keys).Order())
        {
            published.Add(id.Tier.IsInteractive() ? Interactive(id, Band([id]), source, window, steps) : waiting.Publish(id, patient[id], steps));
        }

        var scopes = LoadScopes.Of(catalog, model, series.Concat(patient.Keys), options.PlanFor == PlanBases.PeakMinute).ToList();
        var forecast = new ModelForecast
        {
            Model = model,
            Start = source.Start,
            Step = PlanningTimes.Step(options),
            Window = window,
            Known = series.Any(s => source.Known(s) >= KnownSteps),
            Curves = scopes.ToFrozenDictionary(s => s, Curve),
            Windows = scopes.ToFrozenDictionary(s => s, s => Within(s).Windows),
            Loses = series.Count > 0 && Band(series).Loses,
        };
        return options.PlanFor == PlanBases.PeakMinute ? forecast with { Planned = _windows.Of(forecast) } : forecast;

        LoadCurve Curve((RegionId? Region, TierSet Tiers) scope) => LoadCurve.Of(
            Within(scope).Points, waiting.Of(model, scope, patient), window.Horizon, options.RiskShare);

        ForecastBand Within((RegionId? Region, TierSet Tiers) scope) => Band([.. series.Where(s => IsWithin(s, scope))]);

        ForecastBand Band(IReadOnlyList<DemandSeriesId> sum)
        {
            var key = string.Join("|", sum);
            if (!bands.TryGetValue(key, out var band))
            {
                bands.Add(key, band = sum.Count == 0 ? ForecastBand.Nothing : source.Band(sum, window));
            }

            return band;
        }
    }

    private SeriesForecast Interactive(DemandSeriesId id, ForecastBand band, IBandSource source, ForecastWindow window, StepList steps)
    {
        var peak = band.Points.Skip(window.Lead).Select(p => p.Median + LoadCurve.Margin(p, options.RiskShare)).DefaultIfEmpty(0).Max();
        steps.Add("forecast", id.ToString(), source.Newest(id), peak, band.Reason, $"Method {band.Method}. {band.Detail}");
        return new SeriesForecast(id, band.Method, peak, band.Score?.Wape, band.Points)
        {
            ErrorOverLastValue = band.Score?.OverLastValue,
            Coverage90 = band.Score?.Coverage90,
            FallsBack = band.Loses,
            Windows = [.. band.Windows.Select(w => new WindowOutlook(w.Lead, w.Length, w.Mean.ToWire(), w.Peak.ToWire()))],
        };
    }

    private static bool IsWithin(DemandSeriesId id, (RegionId? Region, TierSet Tiers) scope) =>
        (scope.Region is null || scope.Region == id.Origin) && scope.Tiers.Contains(id.Tier);
}
