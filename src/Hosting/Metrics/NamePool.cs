namespace SageServe.Hosting;

/// <summary>One string for each distinct name of a scrape, because the same few names stand in hundreds of lines.</summary>
internal sealed class NamePool
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NamePool() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Of(ReadOnlySpan<char> name)
    {
        if (_lookup.TryGetValue(name, out var known))
        {
            return known;
        }

        var text = name.ToString();
        _names.Add(text);
        return text;
    }
}
