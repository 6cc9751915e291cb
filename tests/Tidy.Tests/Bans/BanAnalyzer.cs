using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SageServe.Tidy.Tests;

/// <summary>Runs the build's own analyzer with the repository's own lists of banned symbols.</summary>
internal static class BanAnalyzer
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using SageServe.Shared;
        namespace SageServe.Shared { internal static class Placeholder; }
        """;

    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> Analyzers = new(Load);

    private static readonly Lazy<ImmutableArray<MetadataReference>> Platform = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ]);

    /// <summary>The banned uses in these sources, as messages with the path in front.</summary>
    public static async Task<IReadOnlyList<string>> Bites(bool pureRoom, params IEnumerable<(string Path, string Text)> sources)
    {
        var lists = pureRoom ? (string[])["BannedSymbols.txt", "BannedSymbols.Pure.txt"] : ["BannedSymbols.txt"];
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create(
            "sample",
            sources.Append(("usings.cs", ImplicitUsings)).Select(s => CSharpSyntaxTree.ParseText(s.Item2, parse, s.Item1)),
            Platform.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var options = new AnalyzerOptions([.. lists.Select(l => (AdditionalText)new ListFile(Path.Combine(Repository.Root, l)))]);
        var found = await compilation.WithAnalyzers(Analyzers.Value, options).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return [.. found.Where(d => d.Id == "RS0030").Select(d => $"{d.Location.SourceTree!.FilePath}: {d.GetMessage()}")];
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "analyzers");
        var types = Directory.EnumerateFiles(folder, "*.dll").SelectMany(f => LoadableTypes(Assembly.LoadFrom(f)));
        var analyzers = types.Where(t => typeof(DiagnosticAnalyzer).IsAssignableFrom(t) && !t.IsAbstract).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!).ToImmutableArray();
        Assert.NotEmpty(analyzers);
        return analyzers;
    }

    /// <summary>The assembly also holds code fixes for editors, whose base classes are not here.</summary>
    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    private sealed class ListFile(string path) : AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText GetText(CancellationToken cancellationToken = default) =>
            Microsoft.CodeAnalysis.Text.SourceText.From(File.ReadAllText(path));
    }
}
