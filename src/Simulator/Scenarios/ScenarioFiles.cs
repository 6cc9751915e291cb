namespace SageServe.Simulator;

/// <summary>Where the files that a scenario names are looked for: beside it, then in the data folder.</summary>
/// <param name="Name">The scenario, for messages.</param>
/// <param name="Folder">Of the scenario's own file; null for a built-in one.</param>
/// <param name="Data">The data folder; null looks for the usual places.</param>
internal sealed record ScenarioFiles(string Name, string? Folder, string? Data)
{
    public const string DataVariable = "SAGESERVE_DATA";

    /// <summary>The data folder that is used when none is named: SAGESERVE_DATA, else shared/data in or beside a folder above the program or this one.</summary>
    public static string? UsualData { get; } = FindUsual();

    /// <summary>The full path, or null when the file is nowhere.</summary>
    public string? Find(string path)
    {
        var beside = Path.GetFullPath(Path.Combine(Folder ?? Environment.CurrentDirectory, path));
        var inData = (Data ?? UsualData) is { } data ? Path.GetFullPath(Path.Combine(data, path)) : beside;
        return File.Exists(beside) ? beside : File.Exists(inData) ? inData : null;
    }

    /// <exception cref="BadInputException">It is nowhere; says where it was looked for and what to do.</exception>
    public string Require(string path) => Find(path) ?? throw new BadInputException(
        $"{Name} reads '{path}', which is neither in {Folder ?? Environment.CurrentDirectory} nor in the data folder ({Data ?? UsualData ?? "none found"}). "
        + $"Name the folder that holds it with --data DIR or {DataVariable}.");

    private static string? FindUsual()
    {
        if (Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } named)
        {
            return named;
        }

        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "shared", "data");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
