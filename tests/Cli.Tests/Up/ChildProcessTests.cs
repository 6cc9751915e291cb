namespace SageServe.Cli.Tests;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task A_child_that_ignores_sigterm_is_killed_with_what_it_started()
    {
        using var folder = new TemporaryFolder();
        var child = ChildProcess.Start("stubborn", folder["log"], "/bin/sh", "-c", "trap '' TERM; echo ready >&2; sleep 1000 & wait; wait");
        await Eventually.True(() => child.LogTail().Contains("ready", StringComparison.Ordinal), "it came");
        await child.StopAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(Directory.Exists($"/proc/{child.Id}"));
        Assert.False(child.Died);
        await child.DisposeAsync();
    }

    [Fact]
    public async Task A_death_of_its_own_is_noticed_and_its_last_words_are_kept()
    {
        using var folder = new TemporaryFolder();
        await using var child = ChildProcess.Start("brief", folder["log"], "/bin/sh", "-c", "echo 'cannot go on' >&2; exit 3");
        await child.Exited.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(child.Died);
        await Eventually.True(() => child.LogTail().Contains("cannot go on", StringComparison.Ordinal), "it came");
    }
}
