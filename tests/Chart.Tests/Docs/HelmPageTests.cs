using System.Text.RegularExpressions;

namespace SageServe.Chart.Tests;

/// <summary>The commands of docs/operating/helm.md work; those that need a cluster say so, and installing is rendered instead.</summary>
public sealed partial class HelmPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "helm.md"));

    public static TheoryData<string> Commands => [.. Blocks().Where(b => !b.NeedsCluster).SelectMany(b => b.Commands)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_ends_well(string command)
    {
        Helm.Require();
        var words = command.Split(' ').Select(w => w.StartsWith("helm/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, w) : w).ToList();
        Assert.Equal("helm", words[0]);
        Assert.Contains(words[1], (string[])["template", "lint", "install", "upgrade"]);
        if (words[1] is "install" or "upgrade")
        {
            words[1] = "template";
            words.Remove("--install");
        }

        var result = await Helm.RunAsync(words.Skip(1));
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public void What_is_not_run_needs_a_cluster_and_says_so()
    {
        Assert.True(Commands.Count >= 7);
        var others = Blocks().Where(b => b.NeedsCluster).SelectMany(b => b.Commands).ToList();
        Assert.All(others, c => Assert.Matches("^(kubectl |helm (test|uninstall) )", c));
    }

    [Fact]
    public void Every_example_is_named()
    {
        Assert.All(Directory.GetFiles(Renderings.Examples).Select(Path.GetFileName), name => Assert.Contains($"[{name}]", Page, StringComparison.Ordinal));
    }

    private static IEnumerable<(bool NeedsCluster, string[] Commands)> Blocks() =>
        Block().Matches(Page).Select(m => (m.Groups[1].Value.Contains("needs the cluster", StringComparison.Ordinal), m.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

    // The sentence before a block, and its lines.
    [GeneratedRegex("([^\n]*)\n\n```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
