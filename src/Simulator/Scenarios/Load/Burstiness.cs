using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Swings as measured on Azure's traces of 2023 (index of dispersion of the counts in windows of 1 s to 5 min): chat swings slowly, code
/// comes in clumps of seconds within swings of minutes.
/// </summary>
internal static class Burstiness
{
    public static readonly IReadOnlyList<string> Names = ["poisson", "chat", "code"];

    public static ImmutableArray<SwingRule>? Find(string name) => name switch
    {
        "poisson" => [],
        "chat" => [new SwingRule { Over = TimeSpan.FromSeconds(1), Dispersion = 1.2 }, new SwingRule { Over = TimeSpan.FromMinutes(1), Dispersion = 5 }, new SwingRule { Over = TimeSpan.FromMinutes(5), Dispersion = 56 }],
        "code" => [new SwingRule { Over = TimeSpan.FromSeconds(5), Dispersion = 40 }, new SwingRule { Over = TimeSpan.FromMinutes(1), Dispersion = 100 }],
        _ => null,
    };
}
