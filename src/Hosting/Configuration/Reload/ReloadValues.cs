using Microsoft.Extensions.Configuration;

namespace SageServe.Hosting;

/// <summary>Every single value of a configuration by its name, to be compared with those of another one.</summary>
internal sealed class ReloadValues(IConfiguration configuration)
{
    private readonly Dictionary<string, string?> _values = configuration.AsEnumerable()
        .Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names whose values differ, those that only one has included, sorted.</summary>
    public IEnumerable<string> Differs(ReloadValues other) => _values.Keys.Union(other._values.Keys, StringComparer.OrdinalIgnoreCase)
        .Where(k => _values.GetValueOrDefault(k) != other._values.GetValueOrDefault(k))
        .Order(StringComparer.Ordinal);
}
