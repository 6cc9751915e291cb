namespace SageServe.Scaler;

/// <summary>The scalers of another region.</summary>
internal sealed record PeerRegionOptions
{
    /// <summary>The catalog's id of the region.</summary>
    public string Region { get; init; } = "";

    /// <summary>Where they listen for peers; one address, also where several scalers stand behind it.</summary>
    public string Url { get; init; } = "";
}
