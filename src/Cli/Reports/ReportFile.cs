using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Writes a report as JSON, whole or not at all.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(RunReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Finds out before a long run whether its report can be written.</summary>
    public static void CheckWritable(string flag, string? path)
    {
        if (path is null)
        {
            return;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(directory))
        {
            throw new BadInputException($"{flag} {path}: there is no folder '{directory}'. Create it or name another file.");
        }

        if (Directory.Exists(path))
        {
            throw new BadInputException($"{flag} {path} is a folder. Name a file.");
        }
    }

    public static void Write(string path, RunReport report) => WriteWhole(path, System.Text.Encoding.UTF8.GetBytes(Text(report) + "\n"));

    public static void WriteWhole(string path, byte[] content)
    {
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
