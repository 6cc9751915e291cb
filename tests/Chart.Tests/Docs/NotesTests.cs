namespace SageServe.Chart.Tests;

/// <summary>What helm tells after an installation, without a cluster.</summary>
public sealed class NotesTests
{
    public static TheoryData<string> Examples => [.. Directory.GetFiles(Renderings.Examples, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Notes_of_each_example_are_whole(string example)
    {
        var notes = await NotesAsync([.. Renderings.Files(Path.Combine(Renderings.Examples, example)).SelectMany(f => new[] { "-f", f })]);
        Assert.Contains("port-forward svc/llm-sageserve 8080:8080", notes, StringComparison.Ordinal);
        Assert.Contains("port-forward svc/llm-sageserve-admin 9080:9080", notes, StringComparison.Ordinal);
        Assert.Matches("may take [0-9]+ s:", notes);
        Assert.DoesNotContain("<no value>", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("%!", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_warn_of_what_is_open_lost_or_cut()
    {
        var open = await NotesAsync([]);
        Assert.Contains("whoever reaches the gateway may use it", open, StringComparison.Ordinal);
        Assert.Contains("lost with the pod", open, StringComparison.Ordinal);
        Assert.Contains("scaler.dryRun", open, StringComparison.Ordinal);
        Assert.Contains("a deployment of this name", open, StringComparison.Ordinal);
        Assert.DoesNotContain("longer ones are cut", open, StringComparison.Ordinal);

        var cut = await NotesAsync(["--set-string", "gateway.config.Drain.Limit=00:00:30", "--set", "auth.keys=redis,redis.enabled=true,gateway.persistence.enabled=true,scaler.enabled=false"]);
        Assert.Contains("streams may last 3600 s and a shutdown waits 00:00:30", cut, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", cut, StringComparison.Ordinal);
        Assert.Contains("The scaler is off", cut, StringComparison.Ordinal);
    }

    private static async Task<string> NotesAsync(string[] words)
    {
        Helm.Require();
        var result = await Helm.RunAsync(["install", "llm", Helm.Chart, "--dry-run=client", "--namespace", "serving", .. words]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output.Split("NOTES:")[1];
    }
}
