namespace SageServe.Cli;

/// <summary>Where the executables are: in the build's folder of each project, beside this one (a published folder), or where SAGESERVE_BIN says.</summary>
internal static class Programs
{
    public static string Gateway => Ours("Gateway");

    public static string Scaler => Ours("Scaler");

    public static string VllmEmulator => Ours("VllmEmulator");

    /// <summary>What the gateway is measured beside; built by <c>./sageserve bench gateway</c> and with the tests.</summary>
    public static string Yardstick => Ours("YarpYardstick");

    /// <summary>Three regions on stand-in clusters; built by <c>./sageserve bench cluster</c> and with the tests.</summary>
    public static string ClusterHour => Ours("ClusterHour");

    /// <summary>A program of the system, found on PATH.</summary>
    public static string OfSystem(string name, string package) => TryOfSystem(name)
        ?? throw new BadInputException($"--full needs {name}, which is not installed. Run: sudo apt-get install -y {package}");

    /// <summary>Null when it is not installed.</summary>
    public static string? TryOfSystem(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin").Append("/usr/local/bin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Ours(string project)
    {
        var parent = Environment.GetEnvironmentVariable("SAGESERVE_BIN") ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var path = Path.Combine(parent, project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe." + project);
        if (File.Exists(path))
        {
            return path;
        }

        // The build's folder comes first: beside a test there may be a program without what it needs.
        var beside = Path.Combine(AppContext.BaseDirectory, "SageServe." + project);
        return File.Exists(beside)
            ? beside
            : throw new RunFailedException($"{path} is missing. Start through ./sageserve, which builds it, or set SAGESERVE_BIN to the folder that holds {project}/.");
    }
}
