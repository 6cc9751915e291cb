using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>What the files say now, and what is wrong with it.</summary>
internal sealed class ReloadCandidate : IDisposable
{
    private readonly ConfigurationCopy? _copy;

    /// <summary>Of a file that cannot be read.</summary>
    public ReloadCandidate(IReadOnlyList<string> problems) => Problems = [.. problems];

    public ReloadCandidate(ConfigurationCopy copy, ServingCatalog? catalog, IEnumerable<string> problems, IEnumerable<string> unknown)
    {
        _copy = copy;
        Values = new ReloadValues(copy.Root);
        Catalog = catalog;
        Problems = [.. problems];
        Unknown = [.. unknown];
    }

    public ImmutableArray<string> Problems { get; }

    public ImmutableArray<string> Unknown { get; } = [];

    /// <exception cref="InvalidOperationException">The file cannot be read.</exception>
    public IConfiguration Configuration => _copy?.Root ?? throw new InvalidOperationException("There is no configuration.");

    public ReloadValues? Values { get; }

    /// <summary>Null: as it was when it was read last.</summary>
    public ServingCatalog? Catalog { get; }

    public void Dispose() => _copy?.Dispose();
}
