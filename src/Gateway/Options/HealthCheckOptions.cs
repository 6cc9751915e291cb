using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Active health checks of engines (section <c>Gateway:Fleet:Health</c>); their metrics are read besides.</summary>
internal sealed record HealthCheckOptions : ICheckedOptions
{
    /// <summary>Path that is asked; null: engines are not checked beyond their metrics.</summary>
    public string? Path { get; init; } = "/health";

    /// <summary>Pause between two checks of a replica.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An answer that takes longer is a failed check.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failed checks in a row after which a replica gets nothing new.</summary>
    [Range(1, 100)]
    public int UnhealthyAfter { get; init; } = 3;

    /// <summary>Good checks in a row after which it gets work again.</summary>
    [Range(1, 100)]
    public int HealthyAfter { get; init; } = 2;

    public IEnumerable<string> Problems()
    {
        if (Path is { } path && !path.StartsWith('/'))
        {
            yield return $"Path '{path}' must begin with a slash.";
        }

        if (Interval < TimeSpan.FromMilliseconds(20) || Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return "Interval must be at least 00:00:00.020, and Timeout within zero and 00:01:00.";
        }
    }
}
