
namespace SageServe.Cli.Tests;

/// <summary>The launcher itself, as a user calls it. It is not made to build anything here: the tests' own build did.</summary>
public sealed class LauncherTests
{
    private static readonly string Launcher = Path.Combine(Repository.Root, "sageserve");

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_needs_no_build_and_shows_examples(string flag)
    {
        var result = await CommandLineTool.Run("/bin/bash", [Launcher, flag]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("./sageserve up --for 90s --json out.json", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_from_elsewhere_through_a_link_and_with_spaces_in_the_path()
    {
        using var folder = new TemporaryFolder();
        var home = Directory.CreateDirectory(folder["a path with spaces"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "sageserve"), await File.ReadAllTextAsync(Launcher));
        File.CreateSymbolicLink(folder["link"], Path.Combine(home, "sageserve"));
        var result = await CommandLineTool.Run("/bin/bash", ["-c", "cd / && bash \"$0\" --help", folder["link"]]);
        Assert.Equal(0, result.ExitCode);
        Assert.True(Directory.Exists(Path.Combine(home, "artifacts")), "the root is where the script lies, not where the link or the caller is");
    }

    [Fact]
    public async Task An_older_sdk_is_named_with_what_to_get()
    {
        using var folder = new TemporaryFolder();
        var copy = folder.Write("sageserve", await File.ReadAllTextAsync(Launcher));
        var dotnet = folder.Write("bin/dotnet", "#!/bin/sh\necho '9.0.100 [/somewhere]'\n");
        await CommandLineTool.Run("/bin/chmod", ["+x", dotnet]);
        var result = await CommandLineTool.Run("/usr/bin/env", [$"PATH={folder["bin"]}:/usr/bin:/bin", "/bin/bash", copy, "up"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no .NET 10 SDK (it has: 9.0.100)", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_without_changes_builds_nothing()
    {
        var result = await CommandLineTool.Run("/usr/bin/env", ["SAGESERVE_BUILD=never", Launcher, "check-config", Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json")]);
        Assert.SkipWhen(result.Errors.Contains("would have to build", StringComparison.Ordinal), "needs a build by the launcher before");
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task An_unknown_test_project_is_named_with_those_there_are()
    {
        var result = await CommandLineTool.Run("/bin/bash", [Launcher, "test", "nosuchproject"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nosuchproject", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Routing", result.Errors, StringComparison.Ordinal);
    }
}
