using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The times within which a backlog is told, shortest first; the last one is for all of it.</summary>
public static class DueHorizons
{
    /// <summary>What has no end.</summary>
    public static readonly TimeSpan All = TimeSpan.MaxValue;

    /// <summary>As label values, in the order of <see cref="Times"/>.</summary>
    public static readonly ImmutableArray<string> Names = ["1h", "2h", "4h", "8h", "12h", "24h", "+Inf"];

    public static readonly ImmutableArray<TimeSpan> Times =
        [TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(12), TimeSpan.FromHours(24), All];

    /// <summary>-1 for a name that is none.</summary>
    public static int Find(string? name) => name is null ? -1 : Names.IndexOf(name);
}
