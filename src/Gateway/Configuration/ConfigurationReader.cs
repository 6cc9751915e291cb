using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Reads the configuration and the catalog again, the way they were read at start, and says all that is wrong with them.</summary>
internal sealed class ConfigurationReader(IConfiguration running, GatewayOptions started, ServingCatalog catalog, OptionsProblems checks)
{
    private readonly Dictionary<string, string?> _atStart = Values(running);
    private byte[]? _catalogBytes;

    /// <summary>Full paths.</summary>
    public IReadOnlyList<string> Files { get; } =
        [.. new[] { running["config"], started.CatalogFile }.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.GetFullPath(f!))];

    /// <exception cref="ConfigurationProblemsException">All problems.</exception>
    public ConfigurationReading Read(ConfigurationSet current)
    {
        using var candidate = ConfigurationCopy.Of(running);
        var problems = checks.Of(candidate.Root).ToList();
        var (read, why) = Catalog(current);
        problems.AddRange(why);
        if (problems.Count > 0)
        {
            throw new ConfigurationProblemsException(problems);
        }

        var options = RunTimeOptions.Over(started, candidate.Root.GetSection(GatewayOptions.Section).Get<GatewayOptions>() ?? started);
        var known = SameWorld(read);
        var restart = Changed(Values(candidate.Root)).Where(k => !RunTimeOptions.Contains(k)).Concat(known ? [] : ["models or regions of " + started.CatalogFile]);
        return new ConfigurationReading(
            new ConfigurationSet(options, known ? read : current.Catalog, current.Version + 1), [.. restart.Order(StringComparer.Ordinal)]);
    }

    /// <summary>What was read becomes the running configuration, for those who watch it themselves: log levels.</summary>
    public void Accept() => ((IConfigurationRoot)running).Reload();

    private (ServingCatalog Catalog, IReadOnlyList<string> Problems) Catalog(ConfigurationSet current)
    {
        try
        {
            var bytes = File.ReadAllBytes(started.CatalogFile);
            if (_catalogBytes is not null && bytes.AsSpan().SequenceEqual(_catalogBytes))
            {
                return (current.Catalog, []);
            }

            var read = CatalogFile.Load(started);
            _catalogBytes = bytes;
            return (read, []);
        }
        catch (ConfigurationProblemsException e)
        {
            return (current.Catalog, e.Problems);
        }
        catch (IOException e)
        {
            return (current.Catalog, [e.Message]);
        }
    }

    // Each model has its flow, its lane and its gauges, made at start.
    private bool SameWorld(ServingCatalog read) =>
        read.Models.Select(m => m.Id).SequenceEqual(catalog.Models.Select(m => m.Id))
        && read.Regions.Select(r => r.Id).SequenceEqual(catalog.Regions.Select(r => r.Id));

    private IEnumerable<string> Changed(Dictionary<string, string?> now) =>
        now.Keys.Union(_atStart.Keys, StringComparer.OrdinalIgnoreCase).Where(k => now.GetValueOrDefault(k) != _atStart.GetValueOrDefault(k));

    private static Dictionary<string, string?> Values(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);
}
