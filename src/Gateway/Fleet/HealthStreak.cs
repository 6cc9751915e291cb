namespace SageServe.Gateway;

/// <summary>What a replica's last health checks make of it.</summary>
/// <param name="IsUnhealthy">It gets nothing new.</param>
/// <param name="Against">Checks in a row that say otherwise.</param>
internal readonly record struct HealthStreak(bool IsUnhealthy, int Against)
{
    public static readonly HealthStreak Well;

    public HealthStreak After(bool isWell, HealthCheckOptions options)
    {
        if (isWell != IsUnhealthy)
        {
            return this with { Against = 0 };
        }

        var needed = IsUnhealthy ? options.HealthyAfter : options.UnhealthyAfter;
        return Against + 1 >= needed ? new HealthStreak(!IsUnhealthy, 0) : this with { Against = Against + 1 };
    }
}
