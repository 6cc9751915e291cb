using System.Text.Json;

namespace SageServe.Acceptance.Tests;

/// <summary><c>bench cluster</c>: an hour of envelope time with three regions, a killed leader of each role, and everything else that happens to clusters.</summary>
[Collection(ClusterTests.OneHour)]
public sealed class ClusterTests
{
    /// <summary>The pods of two hours would have the same addresses: one at a time.</summary>
    public const string OneHour = "one hour of clusters";

    [Fact]
    public async Task No_stream_is_cut_and_nothing_moves_twice_in_an_hour_of_three_regions()
    {
        using var folder = new TemporaryFolder();
        using var run = new CliProcess("bench", "cluster", "--speed", "60", "--json", folder["cluster.json"]);
        var exit = await run.ExitAsync(TimeSpan.FromMinutes(4));
        Assert.True(exit == 0, await run.Output + run.Errors);
        Assert.EndsWith("pass\n", await run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder["cluster.json"]));
        var report = json.RootElement;
        Assert.Equal((0, 0, 0), (Number("cut"), Number("failed"), report.GetProperty("problems").GetArrayLength()));
        Assert.Equal(Number("streams"), Number("whole") + Number("refused"));
        Assert.True(Number("scale_outs") > 0 && Number("scale_ins") > 0 && Number("drains_begun") > 0);
        var takeovers = report.GetProperty("takeovers").EnumerateArray().ToArray();
        Assert.All(takeovers, t => Assert.InRange(t.GetProperty("seconds").GetDouble(), 0, 15));
        Assert.Superset(new HashSet<string?> { "pacing", "planning" }, takeovers.Select(t => t.GetProperty("role").GetString()).ToHashSet());
        Assert.True(report.GetProperty("fleet").GetArrayLength() >= 6 * 60);
        run.AssertNothingIsLeft();

        int Number(string name) => report.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("--speed 0", "--speed 0 must be within")]
    [InlineData("--minutes 20", "--minutes 20 at --speed 30 are less than a minute")]
    [InlineData("--beside docs", "--beside docs is no build folder")]
    [InlineData("--json nowhere/x.json", "there is no folder")]
    public async Task A_wrong_word_is_told_before_anything_starts(string words, string told)
    {
        using var run = new CliProcess(["bench", "cluster", .. words.Split(' ')]);
        Assert.Equal(2, await run.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(told, run.Errors, StringComparison.Ordinal);
    }
}
