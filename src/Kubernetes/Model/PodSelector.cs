using System.Collections.Immutable;

namespace SageServe.Kubernetes;

/// <summary>A label selector as a Scale tells it, for example <c>app=vllm,tier in (a,b),!old</c>: all parts must hold.</summary>
public sealed class PodSelector
{
    private readonly ImmutableArray<Func<IReadOnlyDictionary<string, string>, bool>> _parts;

    private PodSelector(string text)
    {
        Text = text;
        _parts = [.. Split(text).Select(Part)];
    }

    public string Text { get; }

    /// <summary>Of an empty text nothing is selected: a workload without a selector owns no pod.</summary>
    public static PodSelector Parse(string text) => new(text);

    public bool Selects(IReadOnlyDictionary<string, string>? labels) =>
        _parts.Length > 0 && _parts.All(p => p(labels ?? ImmutableDictionary<string, string>.Empty));

    // A comma inside brackets belongs to a list of values.
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] == ',' && depth == 0)
            {
                if (text[start..i].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = i + 1;
            }
            else
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            }
        }
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Part(string part)
    {
        if (part.IndexOf(" notin (", StringComparison.Ordinal) is > 0 and var notIn)
        {
            var (key, values) = (part[..notIn].Trim(), Values(part[(notIn + 8)..]));
            return labels => !labels.TryGetValue(key, out var value) || !values.Contains(value);
        }

        if (part.IndexOf(" in (", StringComparison.Ordinal) is > 0 and var within)
        {
            var (key, values) = (part[..within].Trim(), Values(part[(within + 5)..]));
            return labels => labels.TryGetValue(key, out var value) && values.Contains(value);
        }

        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return part[0] == '!' ? labels => !labels.ContainsKey(part[1..].Trim()) : labels => labels.ContainsKey(part);
        }

        var wanted = part[(equals + 1)..].TrimStart('=').Trim();
        if (equals > 0 && part[equals - 1] == '!')
        {
            var other = part[..(equals - 1)].Trim();
            return labels => !labels.TryGetValue(other, out var value) || value != wanted;
        }

        var name = part[..equals].Trim();
        return labels => labels.TryGetValue(name, out var value) && value == wanted;
    }

    private static ImmutableHashSet<string> Values(string text) => [.. text.TrimEnd(')').Split(',', StringSplitOptions.TrimEntries)];
}
