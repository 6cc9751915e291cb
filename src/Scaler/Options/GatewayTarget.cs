namespace SageServe.Scaler;

/// <summary>One gateway's admin listener.</summary>
internal sealed record GatewayTarget
{
    public string Region { get; init; } = "";

    public string AdminUrl { get; init; } = "";
}
