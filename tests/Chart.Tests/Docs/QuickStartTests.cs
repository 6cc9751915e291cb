using System.Text.RegularExpressions;

namespace SageServe.Chart.Tests;

/// <summary>docs/quick-start.md: its installation renders, and what the later steps name is there.</summary>
public sealed partial class QuickStartTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "quick-start.md"));

    [Fact]
    public async Task What_the_steps_name_is_what_the_installation_makes()
    {
        Helm.Require();
        var words = Install().Match(Page).Value.Replace("\\\n", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Contains("helm/sageserve", StringComparison.Ordinal) ? Path.Combine(Repository.Root, w) : w).ToList();
        Assert.Equal("install", words[1]);
        words[1] = "template";
        var rendered = await Helm.RunAsync(words.Skip(1));
        Assert.True(rendered.ExitCode == 0, rendered.Output + rendered.Errors);

        var objects = rendered.Output.Split("\n---\n");
        var named = Named().Matches(Page).Select(m => (Kind: m.Groups[1].Value == "secret " ? "Secret" : "Service", Name: m.Groups[2].Value, Port: m.Groups[3].Value)).ToList();
        Assert.Equal(3, named.Count);
        Assert.All(named, n => Assert.Contains(objects, o =>
            o.Contains($"kind: {n.Kind}\n", StringComparison.Ordinal) && o.Contains($"\n  name: {n.Name}\n", StringComparison.Ordinal) && (n.Port.Length == 0 || Regex.IsMatch(o, $@"port: {n.Port}\b"))));
        Assert.Contains("registry.example/sageserve/gateway:", rendered.Output, StringComparison.Ordinal);
        Assert.Contains("--served-model-name", rendered.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^helm install(?:[^\n]*\\\n)*[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Install();

    [GeneratedRegex(@"(svc/|secret )([a-z-]+)(?: \d+:(\d+))?")]
    private static partial Regex Named();
}
