using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary><c>check-config</c>: says everything that is wrong with a catalog, gateway or scaler file, all at once.</summary>
internal static class CheckConfigCommand
{
    private static readonly Argument<string> File = new("file") { Description = "Catalog, or configuration of a gateway or a scaler (JSON). Exit code 2 when it has problems." };

    public static Command Create()
    {
        var command = new Command("check-config", "Checks a catalog or configuration file and lists every problem with its line.") { File };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(File), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancellation) => Program(path) is { } program
        ? await AskAsync(program, path, cancellation)
        : CheckCatalog(path);

    /// <summary>Who is configured by this file; null for a catalog, and for what is no JSON.</summary>
    private static string? Program(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            bool Has(string section) => json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().Any(p => p.Name.Equals(section, StringComparison.OrdinalIgnoreCase));
            return Has("Gateway") ? Programs.Gateway : Has("Scaler") ? Programs.Scaler : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    private static async Task<int> AskAsync(string program, string path, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--check-config", path]))!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    private static int CheckCatalog(string path)
    {
        var document = CatalogFile.ReadDocument("check-config", path);
        var problems = ServingCatalogRules.Check(document);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"{path}: {problem}");
        }

        if (problems.Count > 0)
        {
            Console.Error.WriteLine($"{problems.Count} problem(s).");
            return 2;
        }

        Console.WriteLine($"{path} is fine: {document.Models.Length} models, {document.Regions.Length} regions, {document.Pools.Length} pools.");
        return 0;
    }
}
