using System.Text.RegularExpressions;

namespace SageServe.Tidy.Tests;

/// <summary>Files that the README and the documents name exist; prose beside code rots unless something checks it.</summary>
internal sealed partial class DocsRule(string root) : ITidyRule
{
    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        var files = tree.Files.ToHashSet(StringComparer.Ordinal);
        var folders = files.SelectMany(Folders).ToHashSet(StringComparer.Ordinal);
        var names = files.Select(f => f.Split('/')[^1]).ToHashSet(StringComparer.Ordinal);
        foreach (var document in tree.Files.Where(f => f == "README.md" || (f.StartsWith("docs/", StringComparison.Ordinal) && f.EndsWith(".md", StringComparison.Ordinal))))
        {
            var text = tree.Read(document);
            foreach (var link in Links().Matches(text).Select(m => m.Groups[1].Value).Where(l => !l.Contains("://", StringComparison.Ordinal) && !l.StartsWith('#')))
            {
                var target = Resolve(document, link.Split('#')[0]);
                if (!files.Contains(target) && !folders.Contains(target))
                {
                    yield return $"{document}: links to '{link}', which does not exist.";
                }
            }

            foreach (var word in Code().Matches(text).Select(m => m.Groups[1].Value).Where(IsOurFile))
            {
                var path = word.TrimEnd('/');
                if (!files.Contains(path) && !folders.Contains(path) && (word.Contains('/', StringComparison.Ordinal) || !names.Contains(path)))
                {
                    yield return $"{document}: names `{word}`, which does not exist.";
                }
            }
        }
    }

    /// <summary>A path into one of our folders, or the plain name of a C# file.</summary>
    private static bool IsOurFile(string word) =>
        !word.Contains(' ', StringComparison.Ordinal) && !word.Contains('*', StringComparison.Ordinal) && !word.Contains('{', StringComparison.Ordinal)
        && (OurFolder().IsMatch(word) || (!word.Contains('/', StringComparison.Ordinal) && word.EndsWith(".cs", StringComparison.Ordinal)));

    private static string Resolve(string document, string link)
    {
        var parts = new List<string>(document.Split('/')[..^1]);
        foreach (var part in link.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (part)
            {
                case ".":
                    break;
                case ".." when parts.Count > 0:
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return string.Join('/', parts);
    }

    private static IEnumerable<string> Folders(string file)
    {
        for (var slash = file.LastIndexOf('/'); slash > 0; slash = file.LastIndexOf('/', slash - 1))
        {
            yield return file[..slash];
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^(src|tests|feed|docs|eng|helm)/")]
    private static partial Regex OurFolder();
}
