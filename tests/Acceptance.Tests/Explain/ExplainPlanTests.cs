using System.Text.Json;
using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary>The command against a running scaler, as docs/operating/receipts.md shows it.</summary>
[Collection(StackTests.Name)]
public sealed partial class ExplainPlanTests(SharedStack stack)
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "receipts.md"));

    private string Scaler => stack.Plan.Ports.ScalerAdminUrl.ToString().TrimEnd('/');

    public static TheoryData<string> Commands => [.. Line().Matches(Document).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_of_the_document_ends_well(string command)
    {
        using var folder = new TemporaryFolder();
        using var http = new HttpClient();
        folder.Write("plan.json", await PlanAsync(http));
        folder.Write("admin.key", "any: this scaler has none");
        var words = command.Replace("admin.key", folder["admin.key"], StringComparison.Ordinal)
            .Replace("plan.json", folder["plan.json"], StringComparison.Ordinal).Replace("http://10.0.0.9:9180", Scaler, StringComparison.Ordinal);
        var scaler = words.Contains("--scaler", StringComparison.Ordinal) || words.Contains("--file", StringComparison.Ordinal) ? "" : " --scaler " + Scaler;

        var result = await CommandLineTool.Run(UpProcess.Program, (words + scaler).Split(' '));
        Assert.True(result.ExitCode == 0, command + ": " + result.Errors);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public async Task A_live_scaler_is_told_with_what_stands_and_its_receipts()
    {
        using var http = new HttpClient();
        await PlanAsync(http);
        var result = await CommandLineTool.Run(UpProcess.Program, ["explain", "plan", "--scaler", Scaler, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;

        Assert.False(root.GetProperty("advice_only").GetBoolean());
        Assert.Equal(JsonValueKind.Array, root.GetProperty("receipts").GetProperty("open").ValueKind);
        Assert.All(root.GetProperty("pools").EnumerateArray(), p => Assert.Equal(JsonValueKind.Number, p.GetProperty("ready").ValueKind));
        Assert.NotEqual(JsonValueKind.Null, root.GetProperty("program").GetProperty("status").ValueKind);
    }

    [Fact]
    public async Task A_gateways_address_is_told_apart()
    {
        var gateway = stack.Plan.Ports.Regions[0].AdminUrl.ToString();
        var result = await CommandLineTool.Run(UpProcess.Program, ["explain", "plan", "--scaler", gateway]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is no scaler's admin address", result.Errors, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(HttpClient http)
    {
        var plan = "";
        await Eventually.True(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri(Scaler + "/admin/plan"));
                plan = await answer.Content.ReadAsStringAsync();
                return answer.IsSuccessStatusCode;
            },
            "there is a plan");
        return plan;
    }

    [GeneratedRegex(@"^\s+\./sageserve (explain plan.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
