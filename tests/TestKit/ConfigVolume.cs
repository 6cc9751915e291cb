using System.Globalization;
using System.Runtime.InteropServices;

namespace SageServe.TestKit;

/// <summary>
/// A folder as Kubernetes mounts a ConfigMap or Secret: <c>name -> ..data/name</c>, <c>..data -> a folder with a number for a name</c>. A
/// change makes a new folder and swaps <c>..data</c> by one rename; the links with the files' names stay as they are.
/// </summary>
public sealed class ConfigVolume(string root)
{
    private const string Data = "..data";

    private int _version;

    /// <summary>Path of a file, for the configuration.</summary>
    public string this[string name] => Path.Combine(root, name);

    /// <summary>All files of the next version at once.</summary>
    public void Put(params (string Name, string Content)[] files)
    {
        var folder = "..version_" + (++_version).ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(this[folder]);
        foreach (var (name, content) in files)
        {
            File.WriteAllText(Path.Combine(this[folder], name), content);
        }

        Directory.CreateSymbolicLink(this[Data + "_tmp"], folder);
        Xunit.Assert.Equal(0, Rename(this[Data + "_tmp"], this[Data]));
        foreach (var (name, _) in files.Where(f => new FileInfo(this[f.Name]).LinkTarget is null))
        {
            File.CreateSymbolicLink(this[name], Path.Combine(Data, name));
        }
    }

    // File.Move does not know links that lead to folders.
    [DllImport("libc", EntryPoint = "rename", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(string from, string to);
}
