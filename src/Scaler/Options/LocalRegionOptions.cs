namespace SageServe.Scaler;

/// <summary>The local replicas of one region.</summary>
internal sealed record LocalRegionOptions
{
    /// <summary>The catalog's id of the region.</summary>
    public string Region { get; init; } = "";

    /// <summary>Base address of the control API of the process that hosts them.</summary>
    public string ControlUrl { get; init; } = "";

    /// <summary>The region's fleet file, read by its gateway.</summary>
    public string FleetFile { get; init; } = "";
}
