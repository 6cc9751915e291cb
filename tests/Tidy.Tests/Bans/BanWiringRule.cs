using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SageServe.Tidy.Tests;

/// <summary>Pure rooms are marked, nobody in src switches the bans off, and a broken ban fails the build.</summary>
internal sealed class BanWiringRule(string root) : ITidyRule
{
    private const string BanRule = "RS0030";

    public IEnumerable<string> Violations()
    {
        var tree = new SourceTree(root);
        return Projects(tree).Concat(Build(tree)).Concat(Pragmas(tree));
    }

    private static IEnumerable<string> Projects(SourceTree tree)
    {
        foreach (var project in tree.Under(["src"], ".csproj").Select(f => ProjectFile.Read(tree, f)))
        {
            var marked = project.Properties.GetValueOrDefault("PureRoom") == "true";
            if (marked != ImportTable.PureRooms.Contains(project.Name))
            {
                yield return $"{project.Path}: PureRoom is {marked}, the table says {!marked}.";
            }

            foreach (var property in (string[])["AllowBannedSymbols", "NoWarn", "WarningsNotAsErrors", "TreatWarningsAsErrors"])
            {
                if (project.Properties.ContainsKey(property))
                {
                    yield return $"{project.Path}: sets {property}; src keeps every rule.";
                }
            }
        }
    }

    private static IEnumerable<string> Build(SourceTree tree)
    {
        var targets = tree.Read("Directory.Build.targets");
        foreach (var part in (string[])["Microsoft.CodeAnalysis.BannedApiAnalyzers", "BannedSymbols.txt", "BannedSymbols.Pure.txt\" Condition=\"'$(PureRoom)' == 'true'\""])
        {
            if (!targets.Contains(part, StringComparison.Ordinal))
            {
                yield return $"Directory.Build.targets: {part} is not wired in.";
            }
        }

        if (!tree.Read("Directory.Build.props").Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", StringComparison.Ordinal))
        {
            yield return "Directory.Build.props: warnings are not errors, so a broken ban would pass.";
        }

        if (tree.Files.Contains(".editorconfig") && tree.Read(".editorconfig").Contains(BanRule, StringComparison.Ordinal))
        {
            yield return $".editorconfig: names {BanRule}; its severity is not to be changed.";
        }
    }

    private static IEnumerable<string> Pragmas(SourceTree tree)
    {
        foreach (var file in ParsedFile.All(tree, "src"))
        {
            foreach (var pragma in file.Root.DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>())
            {
                if (pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)
                    && (pragma.ErrorCodes.Count == 0 || pragma.ErrorCodes.Any(c => c.ToString() == BanRule)))
                {
                    yield return $"{file.Path}:{file.LineOf(pragma)}: switches {BanRule} off.";
                }
            }
        }
    }
}
