namespace SageServe.Gateway;

/// <summary>The upstream's time by tier. Clients have their own patience: official SDKs leave after ten minutes, and what they leave is cancelled.</summary>
internal sealed record TierTimeouts
{
    public TimeoutOptions InteractiveFast { get; init; } = new();

    public TimeoutOptions InteractiveNormal { get; init; } = new();

    /// <summary>Patient work has hours, and may wait long behind other work inside an engine.</summary>
    public TimeoutOptions NonInteractive { get; init; } = new()
    {
        FirstToken = TimeSpan.FromHours(1),
        HangAfter = TimeSpan.FromMinutes(1),
        Gap = TimeSpan.FromMinutes(10),
        Total = TimeSpan.FromHours(4),
    };

    public TimeoutOptions Of(ServiceTier tier) => tier switch
    {
        ServiceTier.InteractiveFast => InteractiveFast,
        ServiceTier.InteractiveNormal => InteractiveNormal,
        _ => NonInteractive,
    };
}
