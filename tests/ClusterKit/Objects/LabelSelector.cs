using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.ClusterKit;

/// <summary>Labels wanted: as text in a query, or as <c>matchLabels</c> and <c>matchExpressions</c> in an object.</summary>
public sealed partial class LabelSelector
{
    private readonly Requirement[] _requirements;

    private LabelSelector(IEnumerable<Requirement> requirements) => _requirements = [.. requirements];

    /// <exception cref="ApiException">It cannot be read.</exception>
    public static LabelSelector Parse(string? text) => new(Terms(text ?? "").Select(ParseTerm));

    /// <summary>The selector of a workload or, of a Service, its plain map.</summary>
    public static LabelSelector Of(JsonObject? selector)
    {
        var labels = selector?["matchLabels"] as JsonObject ?? (selector?.ContainsKey("matchExpressions") == true ? null : selector);
        var equal = (labels ?? []).Select(l => new Requirement(l.Key, "In", [l.Value!.ToString()]));
        var terms = selector.Objects("matchExpressions")
            .Select(e => new Requirement(e.Text("key")!, e.Text("operator")!, [.. (e["values"] as JsonArray ?? []).Select(v => v!.ToString())]));
        return new LabelSelector(equal.Concat(terms));
    }

    public bool Matches(JsonObject item)
    {
        var labels = item.At("metadata.labels") as JsonObject;
        return _requirements.All(r => r.Holds(labels?[r.Key]?.ToString()));
    }

    public override string ToString() => string.Join(',', _requirements.Select(r => r.ToString()));

    // Commas within brackets separate values, not terms.
    private static IEnumerable<string> Terms(string text) =>
        Comma().Split(text).Select(t => t.Trim()).Where(t => t.Length > 0);

    private static Requirement ParseTerm(string term)
    {
        if (Set().Match(term) is { Success: true } set)
        {
            var values = set.Groups["values"].Value.Split(',').Select(v => v.Trim()).ToArray();
            return new Requirement(set.Groups["key"].Value, set.Groups["op"].Value == "in" ? "In" : "NotIn", values);
        }

        if (Equal().Match(term) is { Success: true } equal)
        {
            return new Requirement(equal.Groups["key"].Value, equal.Groups["op"].Value == "!=" ? "NotIn" : "In", [equal.Groups["value"].Value]);
        }

        return Bare().Match(term) is { Success: true } bare
            ? new Requirement(bare.Groups["key"].Value, bare.Groups["not"].Length > 0 ? "DoesNotExist" : "Exists", [])
            : throw ApiException.BadRequest($"unable to parse requirement: found '{term}'");
    }

    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^(?<key>[A-Za-z0-9][\w./-]*)\s+(?<op>in|notin)\s*\((?<values>[^)]*)\)$")]
    private static partial Regex Set();

    [GeneratedRegex(@"^(?<key>[A-Za-z0-9][\w./-]*)\s*(?<op>!=|==|=)\s*(?<value>[\w.-]*)$")]
    private static partial Regex Equal();

    [GeneratedRegex(@"^(?<not>!?)\s*(?<key>[A-Za-z0-9][\w./-]*)$")]
    private static partial Regex Bare();
}
