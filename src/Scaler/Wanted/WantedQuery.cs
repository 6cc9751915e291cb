using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Which pools are asked for: by the labels that metrics have too; what is left out may be anything.</summary>
internal sealed record WantedQuery(ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary>Null and the name of the parameter that there is not.</summary>
    public static (WantedQuery? Query, string? Unknown) Read(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels)
        {
            if (!PoolLabels.Names.Contains(name))
            {
                return (null, name);
            }

            read[name] = value;
        }

        return (new WantedQuery(read.ToImmutable()), null);
    }

    public bool Wants(PoolId pool)
    {
        var values = PoolLabels.Values(pool);
        return Labels.All(l => values[PoolLabels.Names.IndexOf(l.Key)] == l.Value);
    }
}
