using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>Small files and methods: 90 % of files within 165 lines, 95 % of methods within 40, none beyond 70.</summary>
internal sealed class SizeRule(string root) : ITidyRule
{
    private const int UsualFile = 165;
    private const int UsualMethod = 40;
    private const int LongestMethod = 70;

    public IEnumerable<string> Violations()
    {
        var files = ParsedFile.All(new SourceTree(root), "src", "feed").ToArray();
        if (Share(files.Select(f => f.Root.GetText().Lines.Count), UsualFile) is var share and < 0.90)
        {
            yield return $"{share:P1} of {files.Length} files have at most {UsualFile} lines; 90 % must. The longest: {Longest(files.Select(f => (f.Path, f.Root.GetText().Lines.Count)))}.";
        }

        var methods = files.SelectMany(Methods).ToArray();
        foreach (var (name, lines) in methods.Where(m => m.Lines > LongestMethod))
        {
            yield return $"{name} has {lines} lines; at most {LongestMethod}.";
        }

        if (Share(methods.Select(m => m.Lines), UsualMethod) is var usual and < 0.95)
        {
            yield return $"{usual:P1} of {methods.Length} methods have at most {UsualMethod} lines; 95 % must. The longest: {Longest(methods)}.";
        }
    }

    private static IEnumerable<(string Name, int Lines)> Methods(ParsedFile file) =>
        file.Root.DescendantNodes()
            .Where(n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
            .Select(n => ($"{file.Path}:{file.LineOf(n)} {Name(n)}", ParsedFile.LinesOf(n)));

    private static string Name(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax m => m.Identifier.Text,
        ConstructorDeclarationSyntax c => c.Identifier.Text + " constructor",
        _ => "member",
    };

    private static double Share(IEnumerable<int> lines, int limit)
    {
        var all = lines.ToArray();
        return all.Length == 0 ? 1 : all.Count(l => l <= limit) / (double)all.Length;
    }

    private static string Longest(IEnumerable<(string Name, int Lines)> items) =>
        string.Join(", ", items.OrderByDescending(i => i.Lines).Take(5).Select(i => $"{i.Name} ({i.Lines})"));
}
