using System.Globalization;

namespace SageServe.Scaler;

/// <summary>Every PromQL string of the product, once.</summary>
internal static class PromQueries
{
    public static readonly string DemandBinStart = MetricNames.DemandBinStart.Name;

    public static readonly string DemandBinLength = MetricNames.DemandBinLength.Name;

    /// <summary>In the order of <see cref="DemandRates.Metrics"/>.</summary>
    public static readonly string[] DemandRate = [.. DemandRates.Metrics.Select(m => m.Name)];

    public static readonly string KvUtilization = $"max by ({LabelNames.Model}, {LabelNames.Region}) ({MetricNames.FleetKvUtilization.Name})";

    public static readonly string Pressure = $"max by ({LabelNames.Model}, {LabelNames.Region}) ({MetricNames.FleetPressure.Name})";

    /// <summary>How gateways write the phase in labels.</summary>
    public const string ReadyPhase = "ready";

    public static readonly string ReadyReplicas =
        $"sum by ({LabelNames.Model}, {LabelNames.Region}) ({MetricNames.FleetReplicas.Name}{{{LabelNames.Phase}=\"{ReadyPhase}\"}})";

    /// <summary>Age at the gateway plus the age of the scrape: an instant query's own time is that of the question.</summary>
    public static readonly string MetricsAge =
        $"max by ({LabelNames.Model}, {LabelNames.Region}) ({MetricNames.FleetMetricsAge.Name} + (time() - timestamp({MetricNames.FleetMetricsAge.Name})))";

    /// <summary>A time as the API takes it: Unix seconds, milliseconds exact.</summary>
    public static string Time(Instant at) => at.ToUnixSeconds().ToString("F3", CultureInfo.InvariantCulture);

    public static string Step(TimeSpan step) => step.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
