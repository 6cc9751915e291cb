namespace SageServe.Scaler;

/// <summary>Which names of the configuration take effect while the scaler runs. All others need a restart: the listener, regions and their control addresses, files, the kind of source and its login, and what demand is kept in.</summary>
internal static class RunTimeOptions
{
    private static readonly string[] AtStart = [nameof(PlanningOptions.DemandBin), nameof(PlanningOptions.History)];

    /// <summary>Names and sections, as they stand in the file.</summary>
    public static readonly string[] Names =
    [
        "Scaler:DryRun",
        .. typeof(PlanningOptions).GetProperties().Select(p => p.Name).Except(AtStart).Order(StringComparer.Ordinal).Select(n => "Scaler:Planning:" + n),
        "Scaler:Source:Gateways",
        "Scaler:Source:PrometheusUrl",
        "Scaler:Source:ScrapeInterval",
        "Scaler:Source:Timeout",
        "Scaler:Actuator:DrainNotice",
        "Scaler:Actuator:DrainLimit",
        "Scaler:Actuator:ReconcileInterval",
        "Scaler:Actuator:Timeout",
        "Logging",
    ];

    /// <summary>The options at start with what may change taken from others.</summary>
    public static ScalerOptions Over(ScalerOptions started, ScalerOptions read) => started with
    {
        DryRun = read.DryRun,
        Planning = read.Planning with { DemandBin = started.Planning.DemandBin, History = started.Planning.History },
        Source = read.Source with { Kind = started.Source.Kind, Login = started.Source.Login },
        Actuator = read.Actuator with { Kind = started.Actuator.Kind, Regions = started.Actuator.Regions, Kubernetes = started.Actuator.Kubernetes },
    };
}
