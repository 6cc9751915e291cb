using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench streams</c>, a short soak with real processes. Memory is told, not judged: a short run says little of it.</summary>
[Collection(MeasuredTests.Name)]
public sealed class StreamsTests
{
    [Fact]
    public async Task A_hundred_streams_survive_a_killed_a_hung_and_a_restarted_replica()
    {
        var options = new StreamsOptions
        {
            Streams = 100,
            Rounds = 1,
            Replicas = 4,
            Round = TimeSpan.FromSeconds(8),
            TokenPause = TimeSpan.FromMilliseconds(50),
            Tokens = 20,
        };
        var report = await new StreamsRun(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);

        TestContext.Current.SendDiagnosticMessage(report.Text());
        var round = Assert.Single(report.Rounds);
        Assert.True(report.StreamsPass, report.Text());
        Assert.True(round.Whole >= options.Streams, report.Text());
        Assert.Equal(5, round.Faults.Length);
        Assert.True(round.HeapBytes > 100_000 && round.RssBytes > 1_000_000);
    }
}
