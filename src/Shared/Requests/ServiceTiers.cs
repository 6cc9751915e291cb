using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The tiers in order, with the names used in labels, headers and JSON.</summary>
public static class ServiceTiers
{
    public static readonly ImmutableArray<ServiceTier> All =
        [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal, ServiceTier.NonInteractive];

    private static readonly string[] Names = ["interactive-fast", "interactive-normal", "non-interactive"];

    public static string WireName(this ServiceTier tier) => Names[(int)tier];

    public static bool IsInteractive(this ServiceTier tier) => tier != ServiceTier.NonInteractive;

    public static bool TryParse(string? text, out ServiceTier tier)
    {
        var index = Array.IndexOf(Names, text);
        tier = (ServiceTier)Math.Max(0, index);
        return index >= 0;
    }
}
