using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>Reads configuration and catalog again, the way they were read at start, and says all that is wrong with them.</summary>
internal sealed class ReloadReader(IConfiguration running, IReloadTarget target, OptionsProblems checks)
{
    private byte[] _taken = Text(target.StartCatalog);
    private byte[]? _read;

    /// <summary>Full paths.</summary>
    public IReadOnlyList<string> Files { get; } =
        [.. new[] { running["config"], target.CatalogFile }.Where(f => !string.IsNullOrEmpty(f)).Select(f => Path.GetFullPath(f!))];

    /// <param name="file">Bytes to take in place of the configuration file; null: the file.</param>
    public ReloadCandidate Read(byte[]? file = null)
    {
        ConfigurationCopy? copy = null;
        try
        {
            copy = ConfigurationCopy.Of(running, file);
            var problems = checks.Of(copy.Root).ToList();
            var catalog = Catalog(problems);
            return new ReloadCandidate(copy, catalog, problems, checks.UnknownNames(copy.Root));
        }
        catch (ConfigurationProblemsException e)
        {
            copy?.Dispose();
            return new ReloadCandidate(e.Problems);
        }
    }

    /// <summary>What was read becomes the running configuration, for those who watch it themselves: log levels.</summary>
    public void Accept()
    {
        _taken = _read ?? _taken;
        ((IConfigurationRoot)running).Reload();
    }

    private ServingCatalog? Catalog(List<string> problems)
    {
        try
        {
            var catalog = target.LoadCatalog();
            _read = Text(catalog);
            return _read.AsSpan().SequenceEqual(_taken) ? null : catalog;
        }
        catch (ConfigurationProblemsException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    private static byte[] Text(ServingCatalog catalog) => JsonSerializer.SerializeToUtf8Bytes(catalog.Document, SharedJson.Default.CatalogDocument);
}
