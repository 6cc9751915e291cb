namespace SageServe.Gateway;

/// <summary>How things stand between this gateway and the shared limits.</summary>
/// <param name="Mode">Where limits are kept just now.</param>
/// <param name="Gateways">Gateways that share them, as last known; at least 1.</param>
internal sealed record QuotaLink(QuotaMode Mode, int Gateways)
{
    public static readonly QuotaLink Alone = new(QuotaMode.Alone, 1);
}
