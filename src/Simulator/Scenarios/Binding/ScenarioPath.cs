namespace SageServe.Simulator;

/// <summary>Changes one value of a document by its dotted path; members of a list are named by their position or their own name.</summary>
internal static class ScenarioPath
{
    public static ScenarioNode Changed(ScenarioNode root, string path, string value)
    {
        var origin = $"{path}={value}";
        return Set(root, path.Split('.'), 0, ScenarioYaml.ParseValue(value, origin), origin);
    }

    private static ScenarioNode Set(ScenarioNode node, string[] path, int depth, ScenarioNode value, string origin)
    {
        if (depth == path.Length)
        {
            return value;
        }

        var key = path[depth];
        if (node.Items is not { } items)
        {
            return node.IsScalar && node.Text is not null
                ? throw new BadInputException($"{origin}: '{string.Join('.', path[..depth])}' is a value and has no '{key}'.")
                : node.WithMember(key, Set(node.Find(key) ?? ScenarioNode.Map(origin, []), path, depth + 1, value, origin));
        }

        var index = items.ToList().FindIndex(i => i.Find("name")?.Text == key);
        if (index < 0 && (!int.TryParse(key, out index) || index < 0 || index >= items.Count))
        {
            throw new BadInputException($"{origin}: '{string.Join('.', path[..depth])}' is a list of {items.Count}; '{key}' is neither a position (0 to {items.Count - 1}) nor the name of one.");
        }

        return ScenarioNode.List(node.Where, [.. items.Select((item, i) => i == index ? Set(item, path, depth + 1, value, origin) : item)]);
    }
}
