using System.Reflection;
using System.Text;

namespace SageServe.Simulator;

/// <summary>Scenarios by name: built in, or a YAML file.</summary>
public static class ScenarioLibrary
{
    private const string Prefix = "scenarios/";
    private const string Suffix = ".yaml";

    /// <summary>Built-in names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <param name="nameOrFile">A built-in name or the path of a YAML file.</param>
    /// <param name="data">Folder of the traces that it names; null looks in the usual places.</param>
    /// <exception cref="BadInputException">There is no such scenario, or it has problems; the message lists all of them.</exception>
    public static IScenarioSource Find(string nameOrFile, string? data = null)
    {
        if (Names.Contains(nameOrFile))
        {
            return new YamlScenario(Text(nameOrFile), $"scenario {nameOrFile}", new ScenarioFiles($"scenario {nameOrFile}", null, data));
        }

        if (File.Exists(nameOrFile))
        {
            return new YamlScenario(File.ReadAllText(nameOrFile), nameOrFile, new ScenarioFiles(nameOrFile, Path.GetDirectoryName(Path.GetFullPath(nameOrFile)), data));
        }

        throw new BadInputException($"There is no scenario '{nameOrFile}', built in or as a file{Nearest.Hint(nameOrFile, Names)}.");
    }

    /// <summary>True where a built-in scenario would find this file of the data folder.</summary>
    public static bool Has(string file, string? data = null) => new ScenarioFiles("", null, data).Find(file) is not null;

    /// <summary>The document of a built-in scenario.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(EmbeddedData.Bytes(Prefix + name + Suffix));
}
