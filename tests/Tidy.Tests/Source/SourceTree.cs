using System.Diagnostics;

namespace SageServe.Tidy.Tests;

/// <summary>The files of a repository as git sees them (tracked, or new and not ignored); of any other folder, all files.</summary>
internal sealed class SourceTree
{
    private static readonly string[] NeverOurs = [".git", "artifacts", "bin", "obj", "node_modules"];

    public SourceTree(string root)
    {
        Root = root;
        Files = [.. (Directory.Exists(Path.Combine(root, ".git")) || File.Exists(Path.Combine(root, ".git")) ? FromGit(root) : FromFolder(root)).Order(StringComparer.Ordinal)];
    }

    public string Root { get; }

    /// <summary>Relative paths with forward slashes.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Files below these folders with this ending.</summary>
    public IEnumerable<string> Under(IEnumerable<string> folders, string ending) =>
        Files.Where(f => f.EndsWith(ending, StringComparison.Ordinal) && folders.Any(folder => f.StartsWith(folder + "/", StringComparison.Ordinal)));

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> FromGit(string root)
    {
        var start = new ProcessStartInfo("git", ["-C", root, "ls-files", "-co", "--exclude-standard"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return lines.Where(f => File.Exists(Path.Combine(root, f))).Distinct();
    }

    private static IEnumerable<string> FromFolder(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(NeverOurs.Contains));
}
