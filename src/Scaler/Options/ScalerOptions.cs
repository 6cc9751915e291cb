using System.ComponentModel.DataAnnotations;

namespace SageServe.Scaler;

/// <summary>Config section <c>Scaler</c>.</summary>
internal sealed record ScalerOptions : ICheckedOptions
{
    public const string Section = "Scaler";

    /// <summary>Where health, metrics and the admin pages listen.</summary>
    [Required]
    public string AdminUrl { get; init; } = "http://127.0.0.1:9180";

    /// <summary>What is served, on what, where and with which promise; the gateways' catalog, read again when it changes.</summary>
    [Required]
    public string CatalogFile { get; init; } = "";

    /// <summary>True: plan and explain, touch nothing. A new installation starts so.</summary>
    public bool DryRun { get; init; } = true;

    public PlanningOptions Planning { get; init; } = new();

    public SourceOptions Source { get; init; } = new();

    public ActuatorOptions Actuator { get; init; } = new();

    public RegionalOptions Regional { get; init; } = new();

    /// <summary>CSV of past demand that warms the forecasters up; null when there is none.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>Days that are not like others (holidays, sales), as docs/schema/calendar.schema.json says; read again when it changes. Null when there is none.</summary>
    public string? CalendarFile { get; init; }

    /// <summary>Where the plan is published for the gateways.</summary>
    [Required]
    public string PlanFile { get; init; } = "plan.json";

    /// <summary>Remembers epoch and version over restarts; null puts it beside the plan.</summary>
    public string? StateFile { get; init; }

    public string StateFileOrDefault => StateFile ?? PlanFile + ".state";

    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(AdminUrl, UriKind.Absolute, out var admin) || admin.Scheme != Uri.UriSchemeHttp)
        {
            yield return $"AdminUrl '{AdminUrl}' is no http address; write for example http://127.0.0.1:9180.";
        }

        if (CatalogFile.Length > 0 && !File.Exists(CatalogFile))
        {
            yield return $"CatalogFile '{CatalogFile}' does not exist.";
        }

        if (HistoryFile is not null && !File.Exists(HistoryFile))
        {
            yield return $"HistoryFile '{HistoryFile}' does not exist; leave it out to start without history.";
        }

        if (CalendarFile is not null && !File.Exists(CalendarFile))
        {
            yield return $"CalendarFile '{CalendarFile}' does not exist; leave it out where no day is special.";
        }

        foreach (var problem in PlanningOptionsRules.CheckLive(Planning))
        {
            yield return $"Planning: {problem}";
        }
    }
}
