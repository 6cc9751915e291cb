using System.Text.Json;
using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench chaos-queue --short</c>: every kind of fault and of end, with real gateways, Redis and SQLite.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task No_line_is_lost_or_doubled_while_gateways_and_redis_are_killed()
    {
        Assert.SkipUnless(Programs.TryOfSystem("redis-server") is not null, "needs redis-server on the PATH");
        var report = await RunAsync(ChaosOptions.Short);
        Assert.Equal((3, 1, 1, 1), (report.RedisKills, report.RedisPauses, report.RedisFlushes, report.RedisRestores));
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal((600, 0, 0), (Number("lines"), Number("lost"), Number("duplicated")));
        Assert.Equal(report.Kills, Number("kills"));
        Assert.Equal(Number("failed"), Number("refused") + Number("exhausted") + Number("expired") + Number("cancelled"));

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }

    [Fact]
    public Task No_line_is_lost_or_doubled_on_sqlite_while_its_gateway_is_killed() =>
        RunAsync(ChaosOptions.Short with { Store = "sqlite", Gateways = 1, Lines = 300, Batches = 6 });

    private static async Task<ChaosReport> RunAsync(ChaosOptions options)
    {
        var report = await new ChaosRun(options, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(report.Text());
        Assert.True(report.Passes, report.Text());
        Assert.Equal(options.Lines, report.Completed + report.Failed);
        Assert.True(report.Kills > 0, report.Text());
        Assert.Equal((options.Batches - 2, 1, 1), (report.BatchesCompleted, report.BatchesCancelled, report.BatchesExpired));
        Assert.True(report is { Refused: > 0, Exhausted: > 0, Expired: > 0, Cancelled: > 0, Kept: > 0 }, report.Text());
        return report;
    }
}
