namespace SageServe.Gateway;

/// <summary>What usage is summed by.</summary>
/// <param name="Day">Days since 1970-01-01, UTC.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Key">The key's id; <c>-</c> where there is none.</param>
/// <param name="Model">The model.</param>
/// <param name="Tier">The tier that was used.</param>
internal readonly record struct UsageKey(int Day, string Tenant, string Key, string Model, ServiceTier Tier)
{
    /// <summary>For callers without a key.</summary>
    public const string NoKey = "-";

    public static int DayOf(Instant at) => (int)((at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay);
}
