namespace SageServe.Scaler;

/// <summary>How replicas are started and stopped. All times are request time.</summary>
internal sealed record ActuatorOptions : ICheckedOptions
{
    public const string Local = "local";

    /// <summary><c>local</c>: emulated replicas behind a control API per region.</summary>
    [OneOf(Local)]
    public string Kind { get; init; } = Local;

    public IReadOnlyList<LocalRegionOptions> Regions { get; init; } = [];

    /// <summary>Between a replica's mark in the fleet file and its drain call: at least two polls of the slowest gateway.</summary>
    public TimeSpan DrainNotice { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a draining replica may finish what it has.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two comparisons of the fleet file with the replicas that exist.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait for one answer of the control API.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Problems()
    {
        if (Kind != Local)
        {
            yield return $"Kind '{Kind}' is not known; use {Local}.";
        }

        if (Regions.Count == 0)
        {
            yield return "Regions must name at least one region.";
        }

        foreach (var region in Regions)
        {
            if (string.IsNullOrWhiteSpace(region.Region) || string.IsNullOrWhiteSpace(region.FleetFile) || !Uri.TryCreate(region.ControlUrl, UriKind.Absolute, out _))
            {
                yield return $"Regions '{region.Region}' needs a Region, a ControlUrl and a FleetFile.";
            }
        }

        foreach (var twice in Regions.GroupBy(r => r.Region).Where(g => g.Count() > 1))
        {
            yield return $"Regions names '{twice.Key}' more than once.";
        }

        if (DrainNotice < TimeSpan.Zero || DrainLimit <= TimeSpan.Zero || ReconcileInterval <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
        {
            yield return "Times must be longer than zero.";
        }
    }
}
