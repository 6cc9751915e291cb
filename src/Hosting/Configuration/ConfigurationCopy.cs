using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>The running configuration read anew from all its sources, to be looked at before it counts.</summary>
public sealed class ConfigurationCopy : IDisposable
{
    private ConfigurationCopy(IConfigurationRoot root) => Root = root;

    public IConfigurationRoot Root { get; }

    /// <exception cref="ConfigurationProblemsException">A file cannot be read, or is not JSON.</exception>
    public static ConfigurationCopy Of(IConfiguration running)
    {
        var builder = new ConfigurationBuilder();
        foreach (var source in ((IConfigurationBuilder)running).Sources)
        {
            builder.Add(source);
        }

        try
        {
            return new ConfigurationCopy(builder.Build());
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException)
        {
            throw new ConfigurationProblemsException($"The configuration cannot be read as JSON: {Innermost(e)}", e);
        }
    }

    public void Dispose() => (Root as IDisposable)?.Dispose();

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
