namespace SageServe.Hosting;

/// <summary>The samples of one answer of a metrics endpoint.</summary>
public sealed class PrometheusScrape
{
    private readonly Dictionary<string, List<PrometheusSample>> _byName = new(StringComparer.Ordinal);

    internal PrometheusScrape(IReadOnlyList<PrometheusSample> samples)
    {
        Samples = samples;
        foreach (var sample in samples)
        {
            if (!_byName.TryGetValue(sample.Name, out var list))
            {
                _byName[sample.Name] = list = [];
            }

            list.Add(sample);
        }
    }

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<PrometheusSample> Samples { get; }

    /// <summary>The first sample of this name that has all these labels; null when there is none.</summary>
    public double? Value(string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        foreach (var sample in Named(name))
        {
            if (sample.Has(labels))
            {
                return sample.Value;
            }
        }

        return null;
    }

    /// <summary>The sum of the samples of this name that have all these labels; 0 when there is none.</summary>
    public double Sum(string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        double sum = 0;
        foreach (var sample in Named(name))
        {
            if (sample.Has(labels))
            {
                sum += sample.Value;
            }
        }

        return sum;
    }

    public IEnumerable<PrometheusSample> All(string name) => Named(name);

    private List<PrometheusSample> Named(string name) => _byName.TryGetValue(name, out var list) ? list : [];
}
