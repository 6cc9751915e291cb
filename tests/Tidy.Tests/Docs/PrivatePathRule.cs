using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>No file tells where it was written: no path of one machine, no address of a package registry.</summary>
internal sealed partial class PrivatePathRule(string root) : ITidyRule
{
    private static readonly string[] Binary = [".png", ".jpg", ".gz", ".ico", ".woff2", ".zip"];

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        foreach (var file in tree.Files.Where(f => !Binary.Any(f.EndsWith)))
        {
            var number = 0;
            foreach (var line in tree.Read(file).Split('\n'))
            {
                number++;
                if (Private().Match(line) is { Success: true } found)
                {
                    yield return $"{file}:{number}: '{found.Value}' is a path or address of one machine.";
                }
            }
        }
    }

    // Character classes keep the pattern from finding itself.
    [GeneratedRegex(@"(?<![\w.$}])/(wor[k]|roo[t]|tm[p]|hom[e]/[a-z]\w*|User[s]/\w+)/|[A-Z]:\\User[s]\\|api\.nuge[t]\.org|registry\.npm[j]s|pyp[i]\.org/simple|pkgs\.dev\.azur[e]")]
    private static partial Regex Private();
}
