namespace SageServe.Gateway.Tests;

/// <summary>What a gateway takes of its node beyond memory and processors.</summary>
public sealed class ProcessFilesTests
{
    [Fact]
    public async Task A_gateway_takes_none_of_the_nodes_few_inotify_instances()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells of open files so.");
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        var open = Directory.EnumerateFiles($"/proc/{gateway.Id}/fd").Select(f => new FileInfo(f).LinkTarget).ToArray();
        Assert.Contains(open, l => l?.StartsWith("socket:", StringComparison.Ordinal) == true);
        Assert.DoesNotContain("anon_inode:inotify", open);
    }
}
