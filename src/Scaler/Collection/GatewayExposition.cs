using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>What one scrape of a gateway says about demand and load.</summary>
internal static class GatewayExposition
{
    /// <summary>The last complete bin of each series: the start and the rates belong together because they are of one scrape.</summary>
    public static ImmutableArray<DemandBin> Bins(PrometheusScrape scrape)
    {
        var span = DemandBinSpan.From(scrape.Value(MetricNames.DemandBinStart.Name), scrape.Value(MetricNames.DemandBinLength.Name));
        if (span is null)
        {
            return [];
        }

        var rates = new Dictionary<DemandSeriesId, DemandBinRates>();
        for (var rate = 0; rate < DemandBinRates.Metrics.Length; rate++)
        {
            foreach (var sample in scrape.All(DemandBinRates.Metrics[rate].Name))
            {
                if (DemandLabels.Series(sample.Labels) is { } series)
                {
                    var row = rates.GetValueOrDefault(series);
                    row.Set(rate, sample.Value);
                    rates[series] = row;
                }
            }
        }

        return [.. rates.Select(r => r.Value.ToBin(r.Key, span.Value)).OfType<DemandBin>()];
    }

    public static ImmutableArray<LoadSignal> Load(PrometheusScrape scrape)
    {
        var readings = new LoadReadings();
        readings.AddKvUtilization(scrape.All(MetricNames.FleetKvUtilization.Name).Select(s => (s.Labels, s.Value)));
        readings.AddPressure(scrape.All(MetricNames.FleetPressure.Name).Select(s => (s.Labels, s.Value)));
        readings.AddAge(scrape.All(MetricNames.FleetMetricsAge.Name).Select(s => (s.Labels, s.Value)));
        readings.AddReady(scrape.All(MetricNames.FleetReplicas.Name)
            .Where(s => s.Labels.GetValueOrDefault(LabelNames.Phase) == PromQueries.ReadyPhase)
            .Select(s => (s.Labels, s.Value)));
        return readings.ToSignals();
    }

    public static void AddWork(PrometheusScrape scrape, WorkReadings work)
    {
        work.AddInteractive(scrape.All(MetricNames.ReplicaInteractive.Name).Select(s => (s.Labels, s.Value)));
        foreach (var metric in WorkMetrics.Patient)
        {
            work.AddPatient(metric, scrape.All(metric.Name).Select(s => (s.Labels, s.Value)));
        }

        foreach (var metric in WorkMetrics.Queued)
        {
            work.AddQueued(metric, scrape.All(metric.Name).Select(s => (s.Labels, s.Value)));
        }
    }

    public static void AddBacklog(PrometheusScrape scrape, BacklogReadings backlog)
    {
        backlog.AddReplicasDue(scrape.All(MetricNames.BacklogReplicasDue.Name).Select(s => (s.Labels, s.Value)));
        backlog.AddPromptTokens(scrape.All(MetricNames.BacklogDuePrompt.Name).Select(s => (s.Labels, s.Value)));
        backlog.AddWorkSeconds(scrape.All(MetricNames.BacklogDueWork.Name).Select(s => (s.Labels, s.Value)));
    }

    /// <summary>Pools whose work the page tells.</summary>
    public static IEnumerable<PoolId> PoolsTold(PrometheusScrape scrape) =>
        scrape.All(MetricNames.PoolPatientWaiting.Name).Select(s => PoolLabels.Read(s.Labels)).OfType<PoolId>();
}
