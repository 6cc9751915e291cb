using Xunit;

namespace SageServe.TestKit;

/// <summary>Real traces beside the project. They are never copied into it; a test that needs one is skipped without it.</summary>
public static class SharedData
{
    public static string Require(string relativePath)
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", relativePath);
        Assert.SkipUnless(File.Exists(path), $"needs shared/data/{relativePath} beside the project");
        return path;
    }
}
