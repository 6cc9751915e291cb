using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench fuzz</c>, a short run: a gateway process in front of a raw upstream.</summary>
[Collection(MeasuredTests.Name)]
public sealed class FuzzTests
{
    private const int Cases = 500;

    [Fact]
    public async Task A_few_hundred_cases_find_no_crash_hang_leak_or_wrong_byte()
    {
        var options = new FuzzOptions { Seed = 20261122, Cases = Cases, Parallel = 8, Duration = TimeSpan.FromMinutes(10) };
        var report = await new FuzzRun(options, (_, _, _) => { }).RunAsync(TestContext.Current.CancellationToken);

        TestContext.Current.SendDiagnosticMessage(report.Text());
        Assert.Empty(report.Findings);
        Assert.Equal(Cases, report.Cases);
        Assert.True(report.Valid > Cases / 4 && report.Left > Cases / 8 && report.CancelMs.Count > 5 && report.Attempts > Cases / 4 && report.Reused > Cases / 20, report.Text());
    }
}
