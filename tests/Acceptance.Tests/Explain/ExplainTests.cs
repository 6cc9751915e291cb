using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary>The command against running gateways of three regions, as docs/operating/explain.md shows it.</summary>
[Collection(StackTests.Name)]
public sealed partial class ExplainTests(SharedStack stack)
{
    private const string ShownId = "req_0199f3c2a7d84c1e9a0b6f21d4e83c55";
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "explain.md"));

    public static TheoryData<string> Commands => [.. Line().Matches(Document).Select(m => m.Groups[1].Value).Where(c => !c.Contains("--record", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_of_the_document_ends_well(string command)
    {
        var id = await ChatAsync("my-own-id");
        using var folder = new TemporaryFolder();
        folder.Write("admin.key", "any: these gateways have none");
        var words = command.Replace(ShownId, id, StringComparison.Ordinal).Replace("admin.key", folder["admin.key"], StringComparison.Ordinal)
            .Replace("http://10.0.0.5:9080", Admin(0), StringComparison.Ordinal).Replace("http://10.1.0.5:9080", Admin(1), StringComparison.Ordinal);
        var gateway = words.Contains("--gateway", StringComparison.Ordinal) ? "" : " --gateway " + Admin(0);

        var output = await RunAsync(words + gateway);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task A_served_request_is_explained_by_its_own_id_and_an_unknown_one_ends_with_2()
    {
        var id = await ChatAsync(null);
        var text = "";
        await Eventually.True(async () => (text = await RunAsync($"explain {id} --gateway {Admin(0)}")).Contains("Completed with status 200", StringComparison.Ordinal), "it is told to its end");

        Assert.Contains($"Request {id}, as the gateway of", text, StringComparison.Ordinal);
        Assert.Contains("sent to replica", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", text, StringComparison.Ordinal);
        var unknown = await CommandLineTool.Run(UpProcess.Program, ["explain", "req_unknown", "--gateway", Admin(0)]);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("No request 'req_unknown' among the", unknown.Errors, StringComparison.Ordinal);
    }

    private string Admin(int region) => stack.Plan.Ports.Regions[region].AdminUrl.ToString().TrimEnd('/');

    private static async Task<string> RunAsync(string command)
    {
        var result = await CommandLineTool.Run(UpProcess.Program, command.Split(' '));
        Assert.True(result.ExitCode == 0, command + ": " + result.Errors);
        return result.Output;
    }

    /// <summary>Our id of a served request.</summary>
    private async Task<string> ChatAsync(string? ownId)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Gateway, "/v1/chat/completions"))
        {
            Content = JsonContent.Create(new { model = "llama-3.1-8b", stream = true, max_tokens = 5, messages = new[] { new { role = "user", content = "Hello" } } }),
        };
        request.Headers.Add("x-request-id", ownId is null ? [] : [ownId]);
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var id = response.Headers.GetValues("x-request-id").Single();
        return ownId is null ? id : ShownIdOf(await RunAsync($"explain {ownId} --gateway {Admin(0)}"));
    }

    private static string ShownIdOf(string text) => text.Split(' ')[1];

    [GeneratedRegex(@"^\s+\./sageserve (explain.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
