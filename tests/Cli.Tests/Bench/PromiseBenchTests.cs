using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class PromiseBenchTests
{
    [Fact]
    public async Task It_tells_for_each_world_how_often_the_times_told_were_kept()
    {
        using var folder = new TemporaryFolder();
        var json = folder["promise.json"];
        var result = await CliProgram.Succeeds("bench", "promise", "--days", "0.2", "--runs", "1", "--json", json);

        Assert.Contains("by p90", result.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken));
        var cases = report.RootElement.GetProperty("cases");
        Assert.Equal(["standing", "tight", "restless", "misjudged", "planned"], cases.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.All(cases.EnumerateArray(), c => Assert.True(c.GetProperty("report").GetProperty("batches").GetInt32() > 0));
    }

    [Fact]
    public Task Wrong_figures_are_refused() =>
        CliProgram.Refuses("--runs", "bench", "promise", "--runs", "0");
}
