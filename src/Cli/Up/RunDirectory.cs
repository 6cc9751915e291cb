namespace SageServe.Cli;

/// <summary>The run's temporary folder: configuration, plan, logs and data of all processes. It goes with the run unless something failed.</summary>
internal sealed class RunDirectory : IDisposable
{
    private RunDirectory(string path) => Root = path;

    public string Root { get; }

    /// <summary>True leaves the folder in place, for a look at the logs.</summary>
    public bool Keep { get; set; }

    public static RunDirectory Create() => new(Directory.CreateTempSubdirectory("sageserve-").FullName);

    public string File(string name) => Path.Combine(Root, name);

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose()
    {
        if (!Keep)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
            }
            catch (IOException)
            {
                // A process that is still closing a file; the system's temporary folder is cleaned anyway.
            }
        }
    }
}
