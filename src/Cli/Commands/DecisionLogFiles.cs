namespace SageServe.Cli;

/// <summary>Finds decision logs that a command is pointed to.</summary>
internal static class DecisionLogFiles
{
    /// <param name="path">A log, or a folder that <c>up --record</c> wrote.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string[] Of(string path)
    {
        if (Directory.Exists(path))
        {
            var found = Directory.GetFiles(path, "*.jsonl").Order(StringComparer.Ordinal).ToArray();
            return found.Length > 0 ? found : throw new BadInputException($"There is no .jsonl file in {path}. Record a run with: up --record FOLDER");
        }

        return File.Exists(path) ? [path] : throw new BadInputException($"There is no file or folder '{path}'. Record a run with: up --record FOLDER");
    }
}
