using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>
/// <c>--check-config FILE</c>: what an executable would say of a configuration file, without starting: every unknown name, unreadable
/// value, broken rule and unusable file that it names, each with its line. Values of the environment count as they do at the start. <c>--config-schema</c> prints the schema of such a file.
/// <c>sageserve check-config</c> and <c>sageserve config schema</c> ask the executable that the file is for.
/// </summary>
public static class ConfigurationCheck
{
    /// <summary>Problems go to stderr, a sentence each.</summary>
    public const string Switch = "--check-config";

    /// <summary>Problems go to stdout as JSON: a list of <see cref="FileProblem"/>.</summary>
    public const string JsonSwitch = "--check-config-json";

    /// <summary>The JSON schema goes to stdout.</summary>
    public const string SchemaSwitch = "--config-schema";

    private const int Bad = 2;

    /// <summary>Null when no such switch is there; else the exit code: 0, or 2 when there are problems.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="section">The section of the executable itself.</param>
    /// <param name="files">What is wrong with the files that the options name, each sentence with a path first. Asked with what can be read of them.</param>
    /// <typeparam name="T">What the section is bound to.</typeparam>
    public static int? Run<T>(string[] args, string section, Func<T, IEnumerable<string>> files)
        where T : class
    {
        switch (args)
        {
            case [SchemaSwitch]:
                Console.Write(ConfigurationSchema.Of(section, typeof(T)));
                return 0;
            case [Switch, var path]:
                return Tell(path, Problems(path, section, files));
            case [JsonSwitch, var path]:
                var problems = Problems(path, section, files);
                Console.WriteLine(JsonSerializer.Serialize(problems, HostingJson.Default.IReadOnlyListFileProblem));
                return problems.Count == 0 ? 0 : Bad;
            default:
                return null;
        }
    }

    internal static IReadOnlyList<FileProblem> Problems<T>(string path, string section, Func<T, IEnumerable<string>> files)
        where T : class
    {
        IdConverters.Register();
        if (JsonLines.TryRead(path, out var lines) is { } unreadable)
        {
            return [unreadable];
        }

        var sections = KnownSections.Of(section, typeof(T));
        if (Configuration(path, out var problem) is not { } file)
        {
            return [problem!];
        }

        // An environment has names of many others; only the file's are for this program alone.
        var problems = KnownSections.UnknownNames(file, sections).ToList();
        var configuration = new ConfigurationBuilder().AddConfiguration(file).AddEnvironmentVariables().Build();
        foreach (var (name, type) in sections)
        {
            var check = (IOptionsCheck)Activator.CreateInstance(typeof(OptionsCheck<>).MakeGenericType(type), configuration, name)!;
            problems.AddRange(check.Problems());
        }

        problems.AddRange(files(new OptionsCheck<T>(configuration, section).Bind(configuration)));
        return [.. problems.Distinct().Select(p => new FileProblem(lines!.Of(p), p)).OrderBy(p => p.Line)];
    }

    // What JSON allows and configuration does not: no object at the top, a name that stands twice.
    private static IConfigurationRoot? Configuration(string path, out FileProblem? problem)
    {
        problem = null;
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(path)).Build();
        }
        catch (InvalidDataException e)
        {
            problem = new FileProblem(1, (e.InnerException ?? e).Message);
            return null;
        }
    }

    private static int Tell(string path, IReadOnlyList<FileProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"{path}, line {problem.Line}: {problem.Text}");
        }

        Console.WriteLine(problems.Count == 0 ? $"{path} is fine." : $"{path}: {problems.Count} problem(s).");
        return problems.Count == 0 ? 0 : Bad;
    }
}
