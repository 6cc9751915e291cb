namespace SageServe.TestKit;

/// <summary>Where the project's files are, from wherever a test runs.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SageServe.Gateway.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("No SageServe.Gateway.sln above " + AppContext.BaseDirectory);
    }
}
