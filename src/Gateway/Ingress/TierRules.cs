namespace SageServe.Gateway;

/// <summary>Which tier a request gets (DESIGN 5.3).</summary>
internal static class TierRules
{
    /// <param name="serviceTier">The body's <c>service_tier</c>.</param>
    /// <param name="header">The value of <c>x-sageserve-tier</c>; it wins over the body.</param>
    /// <param name="streaming">Streams are fast by default, other calls normal.</param>
    /// <param name="ceiling">The most urgent tier that the key may use; a more urgent wish gets this one.</param>
    /// <param name="keyDefault">The key's own default for this kind of call.</param>
    public static (ServiceTier Tier, ApiError? Error) Resolve(string? serviceTier, string? header, bool streaming, ServiceTier ceiling, ServiceTier? keyDefault = null)
    {
        ServiceTier wish;
        if (!string.IsNullOrEmpty(header))
        {
            if (!ServiceTiers.TryParse(header, out wish))
            {
                return (default, ApiErrors.Invalid(
                    "unsupported_tier", $"'{header}' is no tier; use interactive-fast, interactive-normal or non-interactive.", HeaderNames.Tier));
            }
        }
        else if (!TryMap(serviceTier, keyDefault ?? (streaming ? ServiceTier.InteractiveFast : ServiceTier.InteractiveNormal), out wish))
        {
            return (default, ApiErrors.Invalid(
                "unsupported_service_tier", $"'{serviceTier}' is no service tier; use auto, default, flex or priority.", "service_tier"));
        }

        return (wish < ceiling ? ceiling : wish, null);
    }

    private static bool TryMap(string? serviceTier, ServiceTier byDefault, out ServiceTier tier)
    {
        tier = serviceTier switch
        {
            "priority" => ServiceTier.InteractiveFast,
            "flex" => ServiceTier.NonInteractive,
            _ => byDefault,
        };
        return serviceTier is null or "" or "auto" or "default" or "scale" or "priority" or "flex";
    }
}
