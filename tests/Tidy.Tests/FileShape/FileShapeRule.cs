using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>One type per file, the file named after it, in the project's one namespace; no file of more than 300 lines.</summary>
internal sealed class FileShapeRule(string root) : ITidyRule
{
    private const int MostLines = 300;

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        foreach (var file in ParsedFile.All(tree, "src", "feed", "tests"))
        {
            var lines = file.Root.GetText().Lines.Count;
            if (lines > MostLines)
            {
                yield return $"{file.Path}: {lines} lines; at most {MostLines}.";
            }
        }

        foreach (var violation in ParsedFile.All(tree, "src", "feed").SelectMany(TypeAndName))
        {
            yield return violation;
        }

        foreach (var violation in ParsedFile.All(tree, "src").SelectMany(Namespace))
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> TypeAndName(ParsedFile file)
    {
        var types = file.TopLevelTypes().Select(ParsedFile.NameOf).ToArray();
        if (types.Length > 1)
        {
            yield return $"{file.Path}: holds {string.Join(", ", types)}; one type per file.";
            yield break;
        }

        // X.cs, X{T}.cs for a generic twin, X.Part.cs for a part.
        var name = Path.GetFileName(file.Path).Split('.', '{')[0];
        if (types.Length == 1 && types[0] != name)
        {
            yield return $"{file.Path}: holds {types[0]}; the file is to be named after its type.";
        }
    }

    private static IEnumerable<string> Namespace(ParsedFile file)
    {
        var expected = "SageServe." + file.Path.Split('/')[1];
        foreach (var declared in file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declared is NamespaceDeclarationSyntax)
            {
                yield return $"{file.Path}: the namespace has braces; make it file-scoped.";
            }

            if (declared.Name.ToString() != expected)
            {
                yield return $"{file.Path}: namespace {declared.Name}; a project has one, {expected}.";
            }
        }

        if (file.TopLevelTypes().Any() && !file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>().Any()
            && !file.Root.Members.OfType<GlobalStatementSyntax>().Any())
        {
            yield return $"{file.Path}: no namespace; it belongs into {expected}.";
        }
    }
}
