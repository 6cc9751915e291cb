namespace SageServe.Gateway;

/// <summary>
/// How fast a tenant's use of <c>service_tier: priority</c> may grow (PEERS 5.3). What is beyond is served as <c>default</c>, and its
/// answer says so.
/// </summary>
internal sealed record PriorityRampOptions
{
    /// <summary>False: priority is served as priority however fast it grows.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Tokens a minute of one tenant and model, prompt and expected answer, that are always allowed.</summary>
    [Within(0)]
    public long FloorTokensPerMinute { get; init; } = 1_000_000;

    /// <summary>Above the floor: growth over the busiest minute of the window before the last one; 0.5 allows half as much again.</summary>
    [Within(0)]
    public double Growth { get; init; } = 0.5;

    /// <summary>Time over which that growth is allowed, in whole minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);

    public IEnumerable<string> Problems()
    {
        if (FloorTokensPerMinute < 0 || !double.IsFinite(Growth) || Growth < 0)
        {
            yield return "PriorityRamp: FloorTokensPerMinute and Growth must not be negative.";
        }

        if (Window < TimeSpan.FromMinutes(1) || Window > TimeSpan.FromDays(1))
        {
            yield return "PriorityRamp:Window must be from one minute to one day.";
        }
    }
}
