using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>
/// <c>--check-config FILE</c>: what an executable would say of a configuration file, without starting: every unknown name, unreadable
/// value and broken rule, each with its line. <c>sageserve check-config</c> asks the executable that the file is for.
/// </summary>
public static class ConfigurationCheck
{
    private const string Switch = "--check-config";
    private const int Bad = 2;

    /// <summary>Null when the switch is not there; else the exit code: 0, or 2 with all problems on stderr.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="section">The section of the executable itself.</param>
    /// <param name="options">What it is bound to.</param>
    /// <param name="more">Rules that need other files; asked only when there is no other problem.</param>
    public static int? Run(string[] args, string section, Type options, Func<IConfiguration, IEnumerable<string>> more)
    {
        if (args is not [Switch, var path])
        {
            return null;
        }

        var problems = Problems(path, section, options, more);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        Console.WriteLine(problems.Count == 0 ? $"{path} is fine." : $"{path}: {problems.Count} problem(s).");
        return problems.Count == 0 ? 0 : Bad;
    }

    internal static IReadOnlyList<string> Problems(string path, string section, Type options, Func<IConfiguration, IEnumerable<string>> more)
    {
        IdConverters.Register();
        JsonLines lines;
        try
        {
            lines = new JsonLines(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [e is JsonException json ? $"{path}, line {json.LineNumber + 1}: {e.Message}" : $"{path}: {e.Message}"];
        }

        var sections = Sections(section, options);
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path)).Build();
        var problems = lines.Paths.Where(p => p.Length > 0).Select(p => KnownNames.Problem(p, sections)).OfType<string>().Distinct().ToList();
        foreach (var (name, type) in sections)
        {
            var check = (IOptionsCheck)Activator.CreateInstance(typeof(OptionsCheck<>).MakeGenericType(type), configuration, name)!;
            problems.AddRange(check.Problems());
        }

        problems.AddRange(problems.Count == 0 ? more(configuration) : []);
        return [.. problems.Select(p => (Line: lines.Of(p), Text: p)).OrderBy(p => p.Line).Select(p => $"{path}, line {p.Line}: {p.Text}")];
    }

    private static Dictionary<string, Type> Sections(string section, Type options) => new(StringComparer.OrdinalIgnoreCase)
    {
        [section] = options,
        [EnvelopeOptions.Section] = typeof(EnvelopeOptions),
        [DecisionLogOptions.Section] = typeof(DecisionLogOptions),
        [DrainOptions.Section] = typeof(DrainOptions),
    };
}
