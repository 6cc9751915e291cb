using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Hosting;

/// <summary>Every PromQL string of the product, once.</summary>
public static class PromQueries
{
    /// <summary>When the last complete bin began, Unix seconds of envelope time.</summary>
    public static readonly string DemandBinStart = MetricNames.DemandBinStart.Name;

    /// <summary>Its length, seconds of envelope time.</summary>
    public static readonly string DemandBinLength = MetricNames.DemandBinLength.Name;

    /// <summary>In the order of <see cref="DemandBinRates.Metrics"/>.</summary>
    public static readonly ImmutableArray<string> DemandRate = [.. DemandBinRates.Metrics.Select(m => m.Name)];

    /// <summary>The worst that any gateway tells of a pool, 0..1.</summary>
    public static readonly string KvUtilization = $"max by ({OfPool}) ({MetricNames.FleetKvUtilization.Name})";

    /// <summary>The worst that any gateway tells of a pool; may exceed 1.</summary>
    public static readonly string Pressure = $"max by ({OfPool}) ({MetricNames.FleetPressure.Name})";

    /// <summary>How gateways write the phase in labels.</summary>
    public const string ReadyPhase = "ready";

    /// <summary>Ready replicas of a pool that gateways know.</summary>
    public static readonly string ReadyReplicas = $"sum by ({OfPool}) ({MetricNames.FleetReplicas.Name}{{{LabelNames.Phase}=\"{ReadyPhase}\"}})";

    /// <summary>Age at the gateway plus the age of the scrape: an instant query's own time is that of the question.</summary>
    public static readonly string MetricsAge =
        $"max by ({OfPool}) ({MetricNames.FleetMetricsAge.Name} + (time() - timestamp({MetricNames.FleetMetricsAge.Name})))";

    /// <summary>A gateway that told of a pool's work this lately and does not now leaves that work unknown; then it counts as gone. Request time.</summary>
    public static readonly TimeSpan WorkMemory = TimeSpan.FromMinutes(5);

    /// <summary>The most that any gateway has at each replica.</summary>
    public static readonly string Interactive = $"max by ({OfPool}, {LabelNames.Replica}) ({MetricNames.ReplicaInteractive.Name})";

    /// <summary>In the order of <see cref="WorkMetrics.Patient"/>.</summary>
    public static readonly ImmutableArray<string> Patient = [.. WorkMetrics.Patient.Select(m => $"sum by ({OfPool}) ({m.Name})")];

    /// <summary>In the order of <see cref="WorkMetrics.Queued"/>.</summary>
    public static readonly ImmutableArray<string> Queued = [.. WorkMetrics.Queued.Select(m => $"max by ({OfPool}, {LabelNames.Store}) ({m.Name})")];

    /// <summary>Pools with a gateway that told of them within <see cref="WorkMemory"/> and does not now.</summary>
    public static readonly string WorkIncomplete =
        $"count by ({OfPool}) (last_over_time({MetricNames.PoolPatientWaiting.Name}[{WorkMemory.TotalSeconds:F0}s]) unless {MetricNames.PoolPatientWaiting.Name})";

    /// <summary>Replicas of each pool by phase as a scaler sees them, of which some regions' gateways may not know.</summary>
    public static readonly string ReplicasAtScaler = $"max by ({OfPool}, {LabelNames.Phase}) ({MetricNames.ScalerReplicas.Name})";

    /// <summary>The same as gateways see it.</summary>
    public static readonly string ReplicasAtGateways = $"max by ({OfPool}, {LabelNames.Phase}) ({MetricNames.FleetReplicas.Name})";

    /// <summary>Requests that met or missed their target since each gateway began.</summary>
    public static readonly string SloCounters = $"{MetricNames.SloRequests.Name}{{{LabelNames.Outcome}=~\"met|missed\"}}";

    /// <summary>Requests that met or missed their target in the time before the question, all gateways together.</summary>
    public static string SloOutcomes(TimeSpan window) =>
        $"sum by ({LabelNames.Model}, {LabelNames.Tier}, {LabelNames.Outcome}) (increase({MetricNames.SloRequests.Name}[{window.TotalSeconds:F0}s]))";

    /// <summary>Nothing when the metric had no sample in the time before the question.</summary>
    public static string SeriesCount(MetricName metric, TimeSpan window) => $"count(last_over_time({metric.Name}[{window.TotalSeconds:F0}s]))";

    private static string OfPool => string.Join(", ", PoolLabels.Names);

    /// <summary>A time as the API takes it: Unix seconds, milliseconds exact.</summary>
    public static string Time(Instant at) => at.ToUnixSeconds().ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>A step of a range as the API takes it: seconds.</summary>
    public static string Step(TimeSpan step) => step.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
