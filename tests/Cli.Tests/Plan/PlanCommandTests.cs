using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

public sealed class PlanCommandTests
{
    private static readonly string Example = Path.Combine(Repository.Root, "docs", "examples", "problem.json");

    private static readonly string Schema = Path.Combine(Repository.Root, "docs", "schema", "plan.schema.json");

    [Fact]
    public async Task Answers_are_as_the_printed_schema_says()
    {
        Assert.Equal(await File.ReadAllTextAsync(Schema, TestContext.Current.CancellationToken), (await CliProgram.Succeeds("config", "schema", "plan")).Output);
        using var folder = new TemporaryFolder();
        var sound = await CliProgram.Succeeds("plan", "--problem", Example, "--json");
        var gave = await CliProgram.Run("plan", "--problem", Changed(folder, p => p["budgets"]![0]!["usdPerHour"] = 200), "--json");

        var told = await SchemaValidator.CheckAsync(Schema, JsonNode.Parse(sound.Output), JsonNode.Parse(gave.Output), JsonNode.Parse("{\"status\": \"fine\"}"));
        Assert.Empty(told[0]);
        Assert.Empty(told[1]);
        Assert.NotEmpty(told[2]);
    }

    [Fact]
    public async Task The_example_is_planned_to_its_least_cost_and_explained()
    {
        var text = await CliProgram.Succeeds("plan", "--problem", Example);
        Assert.Contains("All demand is carried at the least cost.", text.Output, StringComparison.Ordinal);
        Assert.Contains("group night", text.Output, StringComparison.Ordinal);
        Assert.Contains("What one more would do:", text.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CliProgram.Succeeds("plan", "--problem", Example, "--gap", "0", "--json")).Output);
        var root = json.RootElement;
        Assert.Equal("optimal", root.GetProperty("status").GetString());
        Assert.True(root.GetProperty("feasible").GetBoolean());

        // What HiGHS finds for it, too.
        Assert.Equal(349.18428148, root.GetProperty("objectiveUsd").GetDouble(), 1e-6);
        Assert.Equal(0, root.GetProperty("gap").GetDouble(), 1e-9);
        Assert.NotEmpty(root.GetProperty("regionWeights").EnumerateArray());
        Assert.Empty(root.GetProperty("faults").EnumerateArray());
        string[] bases = [.. root.GetProperty("shadowPrices").EnumerateArray().Select(p => p.GetProperty("basis").GetString()!).Distinct()];
        Assert.Equal(["relaxation", "integers-fixed"], bases);
    }

    [Fact]
    public async Task What_cannot_hold_gives_way_and_is_named()
    {
        using var folder = new TemporaryFolder();
        var short_ = await CliProgram.Run("plan", "--problem", Changed(folder, p => p["budgets"]![0]!["usdPerHour"] = 200), "--json");
        Assert.True(short_.ExitCode == 3, short_.Errors);
        using var json = JsonDocument.Parse(short_.Output);
        Assert.Equal("shortage", json.RootElement.GetProperty("status").GetString());
        Assert.False(json.RootElement.GetProperty("feasible").GetBoolean());
        var families = json.RootElement.GetProperty("concessions").EnumerateArray().Select(c => c.GetProperty("family").GetString()).ToHashSet();
        Assert.Contains("Demand", families);
        Assert.DoesNotContain("MoneyBudget", families);
        Assert.All(json.RootElement.GetProperty("concessions").EnumerateArray(), c => Assert.Equal(
            c.GetProperty("by").GetDouble() * c.GetProperty("usdPerUnit").GetDouble(), c.GetProperty("usd").GetDouble(), 1e-6));
        Assert.All(json.RootElement.GetProperty("concessions").EnumerateArray(), c => Assert.True(c.GetProperty("usd").GetDouble() > 0));
        Assert.Empty(json.RootElement.GetProperty("faults").EnumerateArray());

        // Minimums that a region has no room for: what the cloud has not is what gives way last, and then does.
        var full = await CliProgram.Run("plan", "--problem", Changed(folder, p =>
        {
            p["pools"]![4]!["min"] = 5;
            p["regions"]![2]!["capacity"]![0]!["replicas"] = 3;
        }));
        Assert.Equal(3, full.ExitCode);
        Assert.Contains("Capacity of weu/h100x8 (3 replicas) gave way by 2 replicas; slack priced at ", full.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pools[0]: region 'mars'", "pools", 0, "region", "\"mars\"")]
    [InlineData("demands[3].backlog[0].hours: 0 must be within", "demands", 3, "backlog", "[{\"tokens\": 5, \"hours\": 0}]")]
    [InlineData("quotas[0]: a quota counts GPUs", "quotas", 0, "usdPerHour", "5")]
    [InlineData("pools[8]: group 'day' does not stand in groups", "pools", 8, "group", "\"day\"")]
    [InlineData("$.pools[1]", "pools", 1, "replicas", "5")]
    [InlineData("swapSavesMinutes (at most the shortest start here): 30 must be within 0..4", "regions", 0, "capacity", "[{\"accelerator\": \"h100x8\", \"swapSavesMinutes\": 30}]")]
    public async Task Wrong_input_is_told_with_its_place(string sentence, string list, int index, string name, string value)
    {
        using var folder = new TemporaryFolder();
        await CliProgram.Refuses(sentence, "plan", "--problem", Changed(folder, p => p[list]![index]![name] = JsonNode.Parse(value)));
    }

    [Fact]
    public async Task A_file_that_is_missing_or_no_problem_is_refused()
    {
        using var folder = new TemporaryFolder();
        await CliProgram.Refuses("there is no file", "plan", "--problem", folder["none.json"]);
        folder.Write("broken.json", "{\n \"pools\": [ oops ] }");
        await CliProgram.Refuses("line 2", "plan", "--problem", folder["broken.json"]);
        await CliProgram.Refuses("--gap must be", "plan", "--problem", Example, "--gap", "1");
    }

    private static string Changed(TemporaryFolder folder, Action<JsonNode> change)
    {
        var problem = JsonNode.Parse(File.ReadAllText(Example))!;
        change(problem);
        return folder.Write("problem.json", problem.ToJsonString());
    }
}
