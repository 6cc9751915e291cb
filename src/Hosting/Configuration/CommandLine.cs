using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace SageServe.Hosting;

/// <summary>The words that every executable understands: <c>--config FILE</c> and <c>--exit-with-parent</c>.</summary>
internal static class CommandLine
{
    private const string ExitWithParent = "--exit-with-parent";

    /// <summary>True when the switch was given. It has no value, so it is taken out before the provider takes the next word for one.</summary>
    public static bool TakeExitWithParent(ConfigurationManager configuration)
    {
        var given = false;
        var sources = configuration.Sources;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is CommandLineConfigurationSource source && source.Args.Contains(ExitWithParent))
            {
                given = true;
                sources[i] = new CommandLineConfigurationSource
                {
                    Args = [.. source.Args.Where(a => a != ExitWithParent)],
                    SwitchMappings = source.SwitchMappings,
                };
            }
        }

        return given;
    }

    /// <summary>Puts the file named by <c>--config</c> below environment and command line, which therefore win.</summary>
    /// <exception cref="ConfigurationProblemsException">The file is missing or is not JSON.</exception>
    public static void AddConfigFile(ConfigurationManager configuration)
    {
        if (configuration["config"] is not { } name)
        {
            return;
        }

        var path = Path.GetFullPath(name);
        if (!File.Exists(path))
        {
            throw new ConfigurationProblemsException($"--config names '{name}', and there is no such file.");
        }

        var source = new JsonConfigurationSource { Path = path, Optional = false, ReloadOnChange = false };
        source.ResolveFileProvider();
        try
        {
            configuration.Sources.Insert(PlaceBelowEnvironment(configuration.Sources), source);
        }
        catch (InvalidDataException e)
        {
            throw new ConfigurationProblemsException($"'{name}' cannot be read as JSON: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>True for the source of the file that <c>--config</c> named.</summary>
    public static bool IsConfigFile(IConfigurationSource source, IConfiguration running) =>
        source is JsonConfigurationSource { Path: { } path, FileProvider: { } files } && running["config"] is { } name
        && files.GetFileInfo(path).PhysicalPath == System.IO.Path.GetFullPath(name);

    private static int PlaceBelowEnvironment(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return i;
            }
        }

        return sources.Count;
    }
}
