using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>No names that say nothing, and no notes for later, in product code.</summary>
internal sealed partial class WordingRule(string root) : ITidyRule
{
    private static readonly string[] EmptySuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Service"];

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        foreach (var file in ParsedFile.All(tree, "src"))
        {
            foreach (var name in file.TopLevelTypes().Select(ParsedFile.NameOf).Where(n => EmptySuffixes.Any(n.EndsWith)))
            {
                yield return $"{file.Path}: '{name}' does not say what it is; use a noun and a role (Policy, Rules, Options, Loop, Pump, Store).";
            }
        }

        foreach (var file in tree.Under(["src", "feed"], ".cs"))
        {
            var number = 0;
            foreach (var line in tree.Read(file).Split('\n'))
            {
                number++;
                if (Unfinished().Match(line) is { Success: true } found)
                {
                    yield return $"{file}:{number}: {found.Value} is left; finish it or write an issue.";
                }
            }
        }
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
