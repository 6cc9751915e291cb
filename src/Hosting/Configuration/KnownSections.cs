using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>The sections of a configuration file: those of the executable, those that all executables have, and the framework's.</summary>
internal static class KnownSections
{
    /// <summary>Sections of the framework, which are not ours to check.</summary>
    public static readonly string[] Foreign = ["AllowedHosts", "Kestrel", "Logging", "Urls"];

    public static Dictionary<string, Type> Of(string section, Type options) => new(StringComparer.OrdinalIgnoreCase)
    {
        [section] = options,
        [DecisionLogOptions.Section] = typeof(DecisionLogOptions),
        [DrainOptions.Section] = typeof(DrainOptions),
        [EnvelopeOptions.Section] = typeof(EnvelopeOptions),
    };

    /// <summary>One sentence for each name that nobody knows, sections and what is in them.</summary>
    public static IEnumerable<string> UnknownNames(IConfiguration file, IReadOnlyDictionary<string, Type> sections)
    {
        foreach (var section in file.GetChildren().Where(s => !s.Key.StartsWith('$') && !IsForeign(s.Key)))
        {
            if (!sections.TryGetValue(section.Key, out var type))
            {
                yield return UnknownName.Problem(section.Key, [.. sections.Keys, .. Foreign, .. Near(section.Key)]);
                continue;
            }

            foreach (var problem in SectionWalk.UnknownNames(section, type))
            {
                yield return problem;
            }
        }
    }

    private static bool IsForeign(string name) =>
        Foreign.Contains(name, StringComparer.OrdinalIgnoreCase) || TracingVariables.All.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A long list that helps only whom it is about.</summary>
    private static string[] Near(string name) => name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) ? TracingVariables.All : [];
}
