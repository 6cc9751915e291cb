using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench gateway</c> with real processes: every case answers, and what a request may allocate is bounded. Nothing here is timed.</summary>
[Collection(MeasuredTests.Name)]
public sealed class GatewayBenchTests
{
    private const int WarmUp = 300;
    private const int Measured = 400;

    private static readonly CorePlan Unpinned = new(null, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_case_answers_as_the_upstream_does()
    {
        using var http = new HttpClient();
        await using var stage = new BenchStage(Unpinned);
        await stage.StartAsync(BenchCase.All, TimeSpan.Zero, Stop);
        foreach (var (name, reason) in stage.Skipped)
        {
            TestContext.Current.SendDiagnosticMessage($"{name} is left out: {reason}");
        }

        Assert.DoesNotContain(stage.Skipped.Keys, name => BenchCase.All.Single(c => c.Name == name).Package is null);
        foreach (var target in stage.Targets)
        {
            await AnswerCheck.CheckAsync(http, stage, target, stage.Upstream, Stop);
            Assert.Equal(target.Case.Name == BenchCase.Direct, target.Process is null);
            Assert.True(target.Process is null || target.PeakBytes() > 1_000_000, $"{target.Case.Name}: no figures");
        }
    }

    /// <summary>Measured when written: see docs/benchmarks.md. A list, a closure for each chunk or a copy of the body shows.</summary>
    [Theory]
    [InlineData(false, WholeLimit)]
    [InlineData(true, StreamLimit)]
    public async Task A_request_through_the_gateway_leaves_little_garbage(bool stream, int limit)
    {
        using var http = new HttpClient();
        await using var stage = new BenchStage(Unpinned);
        await stage.StartAsync(BenchCase.All.Where(c => c.Name == BenchCase.Gateway), TimeSpan.Zero, Stop);
        var gateway = stage.Targets.Single();
        await SendAsync(http, stage, gateway, stream, WarmUp);
        var before = await gateway.AllocatedBytesAsync(http, Stop);
        await SendAsync(http, stage, gateway, stream, Measured);
        var bytes = (await gateway.AllocatedBytesAsync(http, Stop) - before) / Measured;

        TestContext.Current.SendDiagnosticMessage($"{bytes:0} bytes a request, stream: {stream}");
        Assert.InRange(bytes!.Value, 1000, limit);
    }

    [Fact]
    public async Task A_short_run_gives_every_figure()
    {
        Assert.SkipWhen(H2Load.Program is null, "h2load is not installed (Debian package nghttp2-client).");
        using var bench = new GatewayBench(
            new GatewayBenchOptions { Requests = 60, Concurrency = 4, Rounds = 2, Cases = [BenchCase.Direct, BenchCase.Yarp, BenchCase.Gateway] }, _ => { });
        var report = await bench.RunAsync(Stop);

        Assert.Equal([BenchCase.Direct, BenchCase.Yarp, BenchCase.Gateway], report.Cases.Select(c => c.Name));
        Assert.All(report.Cases, c => Assert.True(c.Whole.P99Ms.Median >= c.Whole.P50Ms.Median && c.Stream.P50Ms.Min > 0));
        Assert.All(report.Cases.Skip(1), c => Assert.True(c.Whole.AllocatedBytesPerRequest!.Median > 1000 && c.PeakRssBytes > 1_000_000));
        Assert.Contains("gateway", GatewayBenchTable.Text(report), StringComparison.Ordinal);
    }

    private const int WholeLimit = 12_000;
    private const int StreamLimit = 36_000;

    private static async Task SendAsync(HttpClient http, BenchStage stage, BenchTarget target, bool stream, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            var (status, _) = await AnswerCheck.AskAsync(http, target.Url, stream ? stage.StreamBody : stage.WholeBody, Stop);
            Assert.Equal(System.Net.HttpStatusCode.OK, status);
        }
    }
}
