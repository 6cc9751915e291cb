using System.Text.Json;
using System.Text.RegularExpressions;

namespace SageServe.Gateway.Tests;

/// <summary>What a gateway exports, and the questions of the page, judged by Prometheus itself.</summary>
public sealed partial class RealPrometheusTests
{
    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_names_and_the_text()
    {
        var promtool = CommandLineTool.Require("promtool");
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        await StreamAsync(gateway);

        var result = await CommandLineTool.Run(promtool, ["check", "metrics"], await gateway.Admin.GetStringAsync("/metrics"));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors + result.Output));
    }

    [Fact]
    public async Task Every_question_of_the_page_has_an_answer()
    {
        CommandLineTool.Require("prometheus");
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        await using var prometheus = await PrometheusServer.Start([gateway.Admin.BaseAddress!.Authority], TimeSpan.FromMilliseconds(200));
        using var http = new HttpClient();
        var questions = Questions();
        Assert.True(questions.Length >= 4);
        await Eventually.True(
            async () =>
            {
                await StreamAsync(gateway);
                return (await Task.WhenAll(questions.Select(q => AnswersAsync(http, prometheus.Url, q)))).All(n => n > 0);
            },
            "each question has an answer");
    }

    /// <summary>The code block under its heading: questions with a blank line between.</summary>
    private static string[] Questions()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, MetricsPage.Path));
        var block = Block().Match(page).Groups[1].Value;
        return [.. block.Split("\n\n").Select(q => string.Join('\n', q.Split('\n').Where(l => !l.StartsWith('#'))).Trim())];
    }

    private static async Task<int> AnswersAsync(HttpClient http, string prometheus, string question)
    {
        using var response = await http.GetAsync(new Uri($"{prometheus}/api/v1/query?query={Uri.EscapeDataString(question)}"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{question}\n{text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    private static async Task StreamAsync(GatewayProcess gateway)
    {
        using var response = await gateway.ChatAsync(stream: true);
        await SseText.AllAsync(response);
    }

    [GeneratedRegex("## Questions in PromQL\n\n```\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
