namespace SageServe.Scaler;

/// <summary>One gateway's admin listener.</summary>
internal sealed record GatewayTarget
{
    /// <summary>The region that it is a gateway of.</summary>
    public string Region { get; init; } = "";

    /// <summary>Its admin address, whose metrics are read.</summary>
    public string AdminUrl { get; init; } = "";
}
