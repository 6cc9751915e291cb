using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>A C# file and its syntax.</summary>
internal sealed record ParsedFile(string Path, CompilationUnitSyntax Root)
{
    public static ParsedFile Parse(string path, string text) =>
        new(path, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot());

    public static IEnumerable<ParsedFile> All(SourceTree tree, params string[] folders) =>
        tree.Under(folders, ".cs").Select(f => Parse(f, tree.Read(f)));

    /// <summary>Types that stand in the file itself, not inside other types.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes() =>
        Root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax d ? d.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    public int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Lines from the first to the last, comments above it not counted.</summary>
    public static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
