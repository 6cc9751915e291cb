using System.Diagnostics;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Checks one file by asking whom it is for.</summary>
internal static class FileCheck
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="BadInputException">There is no such file.</exception>
    /// <exception cref="RunFailedException">The executable that should say it cannot be asked.</exception>
    public static async Task<CheckedFile> RunAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"check-config: there is no file '{path}'. Give the configuration of a gateway or a scaler, or a catalog (JSON).");
        }

        var kind = KindOf(path);
        return new CheckedFile(path, kind, kind switch
        {
            CheckedFile.Gateway => await AskAsync(Programs.Gateway, path, cancellation),
            CheckedFile.Scaler => await AskAsync(Programs.Scaler, path, cancellation),
            _ => CatalogCheck.Problems(path, out _),
        });
    }

    /// <summary>Who is configured by this file; what is no JSON counts as a catalog, whose check says so.</summary>
    private static string KindOf(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), Reading);
            string[] names = json.RootElement.ValueKind == JsonValueKind.Object ? [.. json.RootElement.EnumerateObject().Select(p => p.Name.ToLowerInvariant())] : [];
            return names.Contains(CheckedFile.Gateway) ? CheckedFile.Gateway : names.Contains(CheckedFile.Scaler) ? CheckedFile.Scaler : CheckedFile.Catalog;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return CheckedFile.Catalog;
        }
    }

    private static async Task<IReadOnlyList<FileProblem>> AskAsync(string program, string path, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [ConfigurationCheck.JsonSwitch, path]) { RedirectStandardOutput = true })!;
        var answer = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        try
        {
            return JsonSerializer.Deserialize(answer, HostingJson.Default.IReadOnlyListFileProblem) ?? [];
        }
        catch (JsonException)
        {
            throw new RunFailedException($"{program} did not say what is wrong with {path} (exit code {process.ExitCode}).");
        }
    }
}
