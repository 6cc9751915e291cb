using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>Log event ids are unique in the product and within their project's range; they are never reused.</summary>
internal sealed class EventIdRule(string root) : ITidyRule
{
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new()
    {
        ["Hosting"] = (500, 599),
        ["Kubernetes"] = (600, 699),
        ["Gateway"] = (1000, 1999),
        ["Scaler"] = (2000, 2999),
        ["VllmEmulator"] = (3000, 3999),
        ["Cli"] = (4000, 4999),
    };

    public IEnumerable<string> Violations()
    {
        var seen = new Dictionary<int, string>();
        foreach (var (id, project, where) in ParsedFile.All(new SourceTree(root), "src").SelectMany(Messages))
        {
            if (id is not { } number)
            {
                yield return $"{where}: a log message without an id.";
                continue;
            }

            if (!Ranges.TryGetValue(project, out var range))
            {
                yield return $"{where}: {project} has no range of log ids; pure rooms and the simulator log nothing.";
            }
            else if (number < range.First || number > range.Last)
            {
                yield return $"{where}: id {number} is outside {project}'s {range.First}-{range.Last}.";
            }

            if (!seen.TryAdd(number, where))
            {
                yield return $"{where}: id {number} is used at {seen[number]} already.";
            }
        }
    }

    private static IEnumerable<(int? Id, string Project, string Where)> Messages(ParsedFile file)
    {
        foreach (var attribute in file.Root.DescendantNodes().OfType<AttributeSyntax>().Where(a => a.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"))
        {
            var arguments = attribute.ArgumentList?.Arguments.ToArray() ?? [];
            var id = arguments.FirstOrDefault(a => a.NameEquals?.Name.ToString() == "EventId" || a.NameColon?.Name.ToString() == "eventId")
                ?? arguments.FirstOrDefault(a => a.NameEquals is null && a.NameColon is null);
            int? number = int.TryParse(id?.Expression.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
            yield return (number, file.Path.Split('/')[1], $"{file.Path}:{file.LineOf(attribute)}");
        }
    }
}
