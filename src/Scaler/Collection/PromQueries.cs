using System.Globalization;

namespace SageServe.Scaler;

/// <summary>Every PromQL string of the product, once.</summary>
internal static class PromQueries
{
    public static readonly string DemandBinStart = MetricNames.DemandBinStart.Name;

    public static readonly string DemandBinLength = MetricNames.DemandBinLength.Name;

    /// <summary>In the order of <see cref="DemandRates.Metrics"/>.</summary>
    public static readonly string[] DemandRate = [.. DemandRates.Metrics.Select(m => m.Name)];

    public static readonly string KvUtilization = $"max by ({OfPool}) ({MetricNames.FleetKvUtilization.Name})";

    public static readonly string Pressure = $"max by ({OfPool}) ({MetricNames.FleetPressure.Name})";

    /// <summary>How gateways write the phase in labels.</summary>
    public const string ReadyPhase = "ready";

    public static readonly string ReadyReplicas = $"sum by ({OfPool}) ({MetricNames.FleetReplicas.Name}{{{LabelNames.Phase}=\"{ReadyPhase}\"}})";

    /// <summary>Age at the gateway plus the age of the scrape: an instant query's own time is that of the question.</summary>
    public static readonly string MetricsAge =
        $"max by ({OfPool}) ({MetricNames.FleetMetricsAge.Name} + (time() - timestamp({MetricNames.FleetMetricsAge.Name})))";

    /// <summary>A gateway that told of a pool's work this lately and does not now leaves that work unknown; then it counts as gone. Request time.</summary>
    public static readonly TimeSpan WorkMemory = TimeSpan.FromMinutes(5);

    /// <summary>The most that any gateway has at each replica.</summary>
    public static readonly string Interactive = $"max by ({OfPool}, {LabelNames.Replica}) ({MetricNames.ReplicaInteractive.Name})";

    /// <summary>In the order of <see cref="WorkReadings.Patient"/>.</summary>
    public static readonly string[] Patient = [.. WorkReadings.Patient.Select(m => $"sum by ({OfPool}) ({m.Name})")];

    /// <summary>In the order of <see cref="WorkReadings.Queued"/>.</summary>
    public static readonly string[] Queued = [.. WorkReadings.Queued.Select(m => $"max by ({OfPool}, {LabelNames.Store}) ({m.Name})")];

    /// <summary>Pools with a gateway that told of them within <see cref="WorkMemory"/> and does not now.</summary>
    public static readonly string WorkIncomplete =
        $"count by ({OfPool}) (last_over_time({MetricNames.PoolPatientWaiting.Name}[{WorkMemory.TotalSeconds:F0}s]) unless {MetricNames.PoolPatientWaiting.Name})";

    private static string OfPool => string.Join(", ", PoolLabels.Names);

    /// <summary>A time as the API takes it: Unix seconds, milliseconds exact.</summary>
    public static string Time(Instant at) => at.ToUnixSeconds().ToString("F3", CultureInfo.InvariantCulture);

    public static string Step(TimeSpan step) => step.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
