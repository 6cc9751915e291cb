using System.Text.Json;

namespace SageServe.Acceptance.Tests;

/// <summary><c>up</c> from its start to its end.</summary>
[Collection(MeasuredTests.Name)]
public sealed class UpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_short_run_serves_everybody_reports_everything_and_leaves_nothing()
    {
        var json = _folder["out.json"];
        using var up = new UpProcess("--for", "25s", "--rate", "10", "--json", json, "--record", _folder["record"]);
        await up.LoadBeganAsync();
        var id = await AssertStreamsAsync(up.FirstGateway());
        Assert.True(await up.ExitAsync(TimeSpan.FromSeconds(120)) == 0, up.Errors + await up.Output);
        up.AssertNothingIsLeft();
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        RunReports.AssertWhole(report.RootElement);
        Assert.Contains("GPU-hours", await up.Output, StringComparison.Ordinal);
        var replay = await CommandLineTool.Run(UpProcess.Program, ["replay", _folder["record"]]);
        Assert.True(replay.ExitCode == 0, replay.Output + replay.Errors);
        Assert.Equal(4, replay.Output.Split("all equal").Length - 1);
        Assert.DoesNotContain(" 0 replayed", replay.Output, StringComparison.Ordinal);
        var explained = await CommandLineTool.Run(UpProcess.Program, ["explain", id, "--record", _folder["record"]]);
        Assert.True(explained.ExitCode == 0, explained.Errors);
        Assert.Contains("finished: Completed", explained.Output, StringComparison.Ordinal);
    }

    /// <returns>The request's id.</returns>
    private static async Task<string> AssertStreamsAsync(Uri gateway)
    {
        var result = await CommandLineTool.Run(
            CommandLineTool.Require("curl"),
            ["-siN", new Uri(gateway, "/v1/chat/completions").ToString(), "-H", "content-type: application/json", "-d", """{"model":"llama-3.1-8b","stream":true,"max_tokens":20,"messages":[{"role":"user","content":"Hello"}]}"""]);
        Assert.True(result.Output.Split("data: ").Length > 3, result.Output + result.Errors);
        Assert.Contains("data: [DONE]", result.Output, StringComparison.Ordinal);
        return result.Output.Split("x-request-id: ")[1].Split('\r')[0];
    }
}
