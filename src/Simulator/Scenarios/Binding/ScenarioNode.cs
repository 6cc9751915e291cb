namespace SageServe.Simulator;

/// <summary>A place in a scenario document: text, a list or a mapping, and where it was written. Never changed once made.</summary>
internal sealed class ScenarioNode
{
    private ScenarioNode(string where) => Where = where;

    /// <summary>File and line, or the option that gave it.</summary>
    public string Where { get; }

    /// <summary>Of a scalar; null stands for "nothing" (<c>key:</c> alone, <c>~</c>, <c>null</c>).</summary>
    public string? Text { get; private init; }

    public IReadOnlyList<ScenarioNode>? Items { get; private init; }

    /// <summary>In the order of the document.</summary>
    public IReadOnlyList<KeyValuePair<string, ScenarioNode>>? Members { get; private init; }

    public bool IsScalar => Items is null && Members is null;

    public string Kind => Items is not null ? "a list" : Members is not null ? "a mapping" : $"'{Text}'";

    public static ScenarioNode Scalar(string where, string? text) => new(where) { Text = text };

    public static ScenarioNode List(string where, IReadOnlyList<ScenarioNode> items) => new(where) { Items = items };

    public static ScenarioNode Map(string where, IReadOnlyList<KeyValuePair<string, ScenarioNode>> members) => new(where) { Members = members };

    public ScenarioNode? Find(string key)
    {
        foreach (var (name, node) in Members ?? [])
        {
            if (name == key)
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>This with one member set, in its old place or at the end.</summary>
    public ScenarioNode WithMember(string key, ScenarioNode value)
    {
        var members = (Members ?? []).ToList();
        var index = members.FindIndex(m => m.Key == key);
        if (index < 0)
        {
            members.Add(new(key, value));
        }
        else
        {
            members[index] = new(key, value);
        }

        return Map(Where, members);
    }

    /// <summary>Mappings are merged member by member; anything else over this replaces it.</summary>
    public ScenarioNode Under(ScenarioNode over)
    {
        if (Members is null || over.Members is null)
        {
            return over;
        }

        var merged = this;
        foreach (var (key, value) in over.Members)
        {
            merged = merged.WithMember(key, merged.Find(key) is { } old ? old.Under(value) : value);
        }

        return Map(over.Where, merged.Members!);
    }
}
