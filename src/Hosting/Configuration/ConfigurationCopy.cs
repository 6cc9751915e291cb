using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace SageServe.Hosting;

/// <summary>The running configuration read anew from all its sources, to be looked at before it counts.</summary>
public sealed class ConfigurationCopy : IDisposable
{
    private ConfigurationCopy(IConfigurationRoot root) => Root = root;

    public IConfigurationRoot Root { get; }

    /// <exception cref="ConfigurationProblemsException">A file cannot be read, or is not JSON.</exception>
    /// <param name="running">Its sources are read.</param>
    /// <param name="file">Bytes to take in place of the file that <c>--config</c> named; null: the file.</param>
    public static ConfigurationCopy Of(IConfiguration running, byte[]? file = null)
    {
        var builder = new ConfigurationBuilder();
        foreach (var source in ((IConfigurationBuilder)running).Sources)
        {
            builder.Add(file is not null && CommandLine.IsConfigFile(source, running) ? new JsonStreamConfigurationSource { Stream = new MemoryStream(file) } : source);
        }

        try
        {
            return new ConfigurationCopy(builder.Build());
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or System.Text.Json.JsonException)
        {
            throw new ConfigurationProblemsException($"The configuration cannot be read as JSON: {Innermost(e)}", e);
        }
    }

    public void Dispose() => (Root as IDisposable)?.Dispose();

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
