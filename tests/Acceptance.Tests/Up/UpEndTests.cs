namespace SageServe.Acceptance.Tests;

/// <summary>How <c>up</c> ends when it is not let run to its end; nothing here tells times, so that it runs beside other tests.</summary>
public sealed class UpEndTests
{
    [Fact]
    public async Task Ctrl_c_ends_it_with_a_summary_and_nothing_left()
    {
        using var up = new UpProcess("--rate", "3");
        await up.LoadBeganAsync();
        await up.InterruptAsync();
        Assert.True(await up.ExitAsync(TimeSpan.FromSeconds(40)) == 0, up.Errors);
        Assert.Contains("Requests", await up.Output, StringComparison.Ordinal);
        up.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_killed_run_takes_its_processes_with_it()
    {
        using var up = new UpProcess("--rate", "1");
        await up.LoadBeganAsync();
        await CommandLineTool.Run("/bin/kill", ["-KILL", $"{up.Id}"]);
        await Eventually.True(
            () =>
            {
                try
                {
                    up.AssertNothingRuns();
                    return true;
                }
                catch (Xunit.Sdk.XunitException)
                {
                    return false;
                }
            },
            "all children saw that their parent is gone",
            TimeSpan.FromSeconds(45));
    }
}
