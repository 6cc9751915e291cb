namespace SageServe.Simulator;

/// <summary>Requests by name; the names beyond the first thousand are counted as "others".</summary>
internal sealed class Shares
{
    private const int Most = 1000;
    public const string Others = "others";
    public const string Unknown = "unknown";
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _total;

    public void Add(string? name)
    {
        _total++;
        var key = name ?? Unknown;
        key = _counts.ContainsKey(key) || _counts.Count < Most ? key : Others;
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Share of all requests by name; empty when no request has one.</summary>
    public SortedDictionary<string, double> Result()
    {
        var result = new SortedDictionary<string, double>(StringComparer.Ordinal);
        if (_counts.Count == 1 && _counts.ContainsKey(Unknown))
        {
            return result;
        }

        foreach (var (name, count) in _counts)
        {
            result.Add(name, Math.Round(count / (double)_total, 6));
        }

        return result;
    }
}
