using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>Demand and load from a Prometheus server that scrapes the gateways.</summary>
internal sealed class PrometheusDemand : IDemandSource
{
    private readonly SloCounters _slo = new();
    private readonly SilenceLog _silence = new();
    private readonly HttpClient _http;
    private readonly LiveConfiguration _live;
    private readonly EnvelopeClock _clock;
    private readonly ILogger _logger;
    private readonly DemandReader _reader;

    public PrometheusDemand(LiveConfiguration live, HttpClient http, EnvelopeClock clock, ILogger<PrometheusDemand> logger)
    {
        _http = http;
        _live = live;
        _clock = clock;
        _logger = logger;
        _reader = new DemandReader(clock.ToReal(live.Current.Options.Planning.DemandBin));
    }

    private PrometheusApi Api => new(_http, _live.Current.Options.Source.PrometheusUrl ?? "", _live.Current.Options.Source.Timeout, _live.Current.Options.Source.Login);

    public async Task<ImmutableArray<DemandBin>?> DemandAsync(Instant since, CancellationToken stop)
    {
        try
        {
            var end = _clock.Real.Now;
            var start = Instant.Earlier(_clock.ToReal(since), end);
            var bins = await _reader.ReadAsync(Api, since, start, end, stop);
            Heard();
            return bins;
        }
        catch (Exception e) when (IsOutage(e, stop))
        {
            return Silent<DemandBin>(e);
        }
    }

    public async Task<ImmutableArray<LoadSignal>?> LoadAsync(CancellationToken stop)
    {
        try
        {
            var now = _clock.Real.Now;
            var readings = new LoadReadings();
            readings.AddKvUtilization(Last(await Api.QueryAsync(PromQueries.KvUtilization, now, stop)));
            readings.AddPressure(Last(await Api.QueryAsync(PromQueries.Pressure, now, stop)));
            readings.AddReady(Last(await Api.QueryAsync(PromQueries.ReadyReplicas, now, stop)));
            readings.AddAge(Last(await Api.QueryAsync(PromQueries.MetricsAge, now, stop)));
            var work = _live.Current.Options.Planning.Strategy is PlanningStrategies.Chiron or PlanningStrategies.LeadQuantile ? await WorkAsync(now, stop) : null;
            Heard();
            var signals = readings.ToSignals();
            return signals.Length == 0 ? null : [.. signals.Select(s => s with { Work = work?.Of(s.Pool) })];
        }
        catch (Exception e) when (IsOutage(e, stop))
        {
            return Silent<LoadSignal>(e);
        }
    }

    public async Task<ImmutableArray<PatientBacklog>?> BacklogAsync(CancellationToken stop)
    {
        try
        {
            var now = _clock.Real.Now;
            var backlog = new BacklogReadings();
            backlog.AddReplicasDue(Last(await Api.QueryAsync(BacklogQueries.ReplicasDue, now, stop)));
            backlog.AddPromptTokens(Last(await Api.QueryAsync(BacklogQueries.PromptTokens, now, stop)));
            backlog.AddWorkSeconds(Last(await Api.QueryAsync(BacklogQueries.WorkSeconds, now, stop)));
            backlog.AddKnown((await Api.QueryAsync(BacklogQueries.Incomplete, now, stop)).Select(s => s.Labels));
            Heard();
            return backlog.ToBacklog();
        }
        catch (Exception e) when (IsOutage(e, stop))
        {
            return Silent<PatientBacklog>(e);
        }
    }

    public async Task<ImmutableArray<SloReading>?> SloAsync(CancellationToken stop)
    {
        try
        {
            var now = _clock.Real.Now;
            var counters = await Api.QueryAsync(PromQueries.SloCounters, now, stop);
            Heard();
            return _slo.Read(counters.Select(s => (s.Target, s.Labels, s.Values[^1].Value)), now, _clock.ToEnvelope);
        }
        catch (Exception e) when (IsOutage(e, stop))
        {
            return Silent<SloReading>(e);
        }
    }

    private async Task<WorkReadings> WorkAsync(Instant now, CancellationToken stop)
    {
        var work = new WorkReadings();
        work.AddInteractive(Last(await Api.QueryAsync(PromQueries.Interactive, now, stop)));
        for (var i = 0; i < PromQueries.Patient.Length; i++)
        {
            work.AddPatient(WorkMetrics.Patient[i], Last(await Api.QueryAsync(PromQueries.Patient[i], now, stop)));
            work.AddQueued(WorkMetrics.Queued[i], Last(await Api.QueryAsync(PromQueries.Queued[i], now, stop)));
        }

        var incomplete = await Api.QueryAsync(PromQueries.WorkIncomplete, now, stop);
        work.AddIncomplete(incomplete.Select(s => PoolLabels.Read(s.Labels)).OfType<PoolId>());
        return work;
    }

    private static IEnumerable<(IReadOnlyDictionary<string, string>, double)> Last(IReadOnlyList<PrometheusSeries> answer) =>
        answer.Select(s => (s.Labels, s.Values[^1].Value));

    private static bool IsOutage(Exception e, CancellationToken stop) =>
        e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or IOException or OperationCanceledException
        && !stop.IsCancellationRequested;

    private void Heard()
    {
        if (_silence.Ends(""))
        {
            _logger.PrometheusHeardAgain();
        }
    }

    private ImmutableArray<T>? Silent<T>(Exception e)
    {
        if (_silence.Begins(""))
        {
            _logger.PrometheusSilent(e is PrometheusRefusedException ? e.Message + " (Scaler:Source:Login)." : e.Message);
        }

        return null;
    }
}
