using System.Text.RegularExpressions;

namespace SageServe.TestKit;

/// <summary>The tables of metrics in <c>docs/operating/observability.md</c>.</summary>
public static partial class MetricsPage
{
    public const string Path = "docs/operating/observability.md";
    public const string OfGateway = "Metrics of a gateway";
    public const string OfScaler = "Metrics of a scaler";
    public const string OfBoth = "Metrics of both";

    /// <summary>Every row of every table of metrics, with the heading above it.</summary>
    public static IReadOnlyList<MetricsPageRow> Rows()
    {
        var rows = new List<MetricsPageRow>();
        var section = "";
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Repository.Root, Path)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (Row().Match(line) is { Success: true } row)
            {
                rows.Add(new MetricsPageRow(section, row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return rows;
    }

    /// <summary>What the tables of these sections say, as <see cref="Exported"/> has it: name, type, labels in alphabetical order.</summary>
    public static IReadOnlyDictionary<string, (string Type, string Labels)> Of(params string[] sections) =>
        Rows().Where(r => sections.Contains(r.Section)).ToDictionary(r => r.Name, r => (r.Type, string.Join(',', r.Labels.Order(StringComparer.Ordinal))));

    /// <summary>The families of a metrics endpoint's text. Labels are null where a family has no series yet.</summary>
    public static IReadOnlyDictionary<string, (string Type, string? Labels)> Exported(string text)
    {
        var families = new Dictionary<string, (string Type, string? Labels)>(StringComparer.Ordinal);
        foreach (Match type in Type().Matches(text))
        {
            families[type.Groups[1].Value] = (type.Groups[2].Value, null);
        }

        foreach (Match sample in Sample().Matches(text))
        {
            var name = sample.Groups[1].Value;
            var family = families.ContainsKey(name) ? name : Suffix().Replace(name, "");
            var labels = Label().Matches(sample.Groups[2].Value).Select(l => l.Groups[1].Value).Where(l => l != "le").Order(StringComparer.Ordinal);
            families[family] = (families[family].Type, string.Join(',', labels));
        }

        return families;
    }

    [GeneratedRegex(@"^\| `(sageserve_\w+)` \| (counter|gauge|histogram), [^|]+ \|([^|]*)\|[^|]+\|[^|]*\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^# TYPE (\w+) (\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"^(sageserve_\w+)(?:\{(.*)\})? \S+\r?$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
