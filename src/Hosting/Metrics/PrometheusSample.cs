namespace SageServe.Hosting;

/// <summary>One line of a scrape.</summary>
public readonly record struct PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    internal bool Has(ReadOnlySpan<(string Name, string Value)> labels)
    {
        foreach (var (name, value) in labels)
        {
            if (!Labels.TryGetValue(name, out var actual) || actual != value)
            {
                return false;
            }
        }

        return true;
    }
}
