using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

public sealed class BacktestCommandTests : IDisposable
{
    private static readonly string Schema = Path.Combine(Repository.Root, "docs", "schema", "backtest.schema.json");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Table_json_and_page_tell_one_outcome()
    {
        var file = DemandCsvFile.Write(_folder, 3, skip: i => i is >= 20 and < 22);
        var result = await CliProgram.Succeeds(
            "backtest", "--file", file, "--catalog", DemandCsvFile.Catalog, "--strategies", "static,reactive,perfect-mean", "--seeds", "2", "--json", _folder["a.json"], "--html", _folder["a.html"]);
        Assert.Contains("GAP 2026-03-02 01:40 to 2026-03-02 01:50, 3 series: filled by a straight line", result.Output, StringComparison.Ordinal);
        Assert.Contains("6 runs of 2 h and", result.Errors, StringComparison.Ordinal);
        Assert.Contains("perfect-mean (bound)", result.Output, StringComparison.Ordinal);

        var json = JsonNode.Parse(await File.ReadAllTextAsync(_folder["a.json"], TestContext.Current.CancellationToken))!;
        Assert.Equal(2, json["tested_hours"]!.GetValue<double>());
        Assert.Equal(1, json["history_hours"]!.GetValue<double>());
        Assert.Equal(2.0 / 24, json["gap_share"]!.GetValue<double>(), 6);
        Assert.Equal("static", json["baseline"]!.GetValue<string>());
        var verdict = json["verdict"]!["text"]!.GetValue<string>();
        Assert.Contains(verdict, result.Output, StringComparison.Ordinal);
        Assert.Contains(SvgText.Escape(verdict), await File.ReadAllTextAsync(_folder["a.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var reactive = json["strategies"]![1]!;
        Assert.Equal(2, reactive["runs"]!.GetValue<int>());
        Assert.True(reactive["gpu_hours"]!["mean"]!.GetValue<double>() > 0);
        Assert.InRange(reactive["against_baseline"]!["cost_percent"]!["mean"]!.GetValue<double>(), -99, 300);
        Assert.True(json["strategies"]![2]!["is_bound"]!.GetValue<bool>());
        Assert.All(await SchemaValidator.CheckAsync(Schema, json), Assert.Empty);
    }

    [Fact]
    public async Task A_calendar_is_told_to_forecasts_and_of_and_a_bad_one_is_refused_first()
    {
        var file = DemandCsvFile.Write(_folder, 27);
        var calendar = _folder.Write("days.json", """{ "days": [ { "name": "Sale", "from": "2026-03-03", "scale": 9 } ] }""");
        string[] flags = ["backtest", "--file", file, "--catalog", DemandCsvFile.Catalog, "--days", "0.125", "--strategies", "lt-i", "--seeds", "1", "--json", _folder["c.json"]];
        await CliProgram.Succeeds(flags);
        var plain = JsonNode.Parse(await File.ReadAllTextAsync(_folder["c.json"], TestContext.Current.CancellationToken))!;
        var told = (await CliProgram.Succeeds([.. flags, "--calendar", calendar])).Output;
        var sale = JsonNode.Parse(await File.ReadAllTextAsync(_folder["c.json"], TestContext.Current.CancellationToken))!;

        Assert.Contains($"Forecasts are told of the special days of {calendar}: 1 in the tested time, 0 in the past before it.", told, StringComparison.Ordinal);
        Assert.Equal(plain["requests_per_run"]!.GetValue<double>(), sale["requests_per_run"]!.GetValue<double>());
        Assert.NotEqual(plain["strategies"]![0]!["gpu_hours"]!["mean"]!.GetValue<double>(), sale["strategies"]![0]!["gpu_hours"]!["mean"]!.GetValue<double>());
        Assert.All(await SchemaValidator.CheckAsync(Schema, sale), Assert.Empty);
        await CliProgram.Refuses("--calendar: ", "backtest", "--file", "/no/such.csv", "--catalog", "/no/such.json", "--calendar", _folder.Write("bad.json", "{}"));
    }

    [Fact]
    public async Task What_the_catalog_lacks_is_left_out_and_named()
    {
        var file = DemandCsvFile.Write(_folder, 2);
        await File.AppendAllLinesAsync(file, ["2026-03-02T00:00:00Z,gpt-x,eastus,interactive-fast,1,10,10", "2026-03-02T00:00:00Z,llama-3.1-8b,mars,interactive-fast,1,10,10"], TestContext.Current.CancellationToken);
        var result = await CliProgram.Succeeds("backtest", "--file", file, "--catalog", DemandCsvFile.Catalog, "--strategies", "static", "--seeds", "1", "--days", "0.05", "--scale", "0.5");
        Assert.Contains("LEFT OUT The catalog has no model gpt-x", result.Output, StringComparison.Ordinal);
        Assert.Contains("LEFT OUT The catalog has no region mars", result.Output, StringComparison.Ordinal);
        Assert.Contains("thinned to 50 %", result.Output, StringComparison.Ordinal);

        var alone = _folder.Write("alone.csv", DemandTable.Header + "\n2026-03-02T00:00:00Z,gpt-x,eastus,interactive-fast,1,10,10\n2026-03-02T01:00:00Z,gpt-x,eastus,interactive-fast,1,10,10\n");
        await CliProgram.Refuses("nothing of the demand is in it", "backtest", "--file", alone, "--catalog", DemandCsvFile.Catalog);
    }

    [Theory]
    [InlineData("Give one of --prometheus URL and --file FILE")]
    [InlineData("Give one of --prometheus URL and --file FILE", "--file", "/nowhere.csv", "--prometheus", "http://localhost:1")]
    [InlineData("--prometheus 'here' is no address", "--prometheus", "here")]
    [InlineData("there is no file '/nowhere.csv'", "--file", "/nowhere.csv")]
    [InlineData("there is no strategy 'magic'", "--file", "/nowhere.csv", "--strategies", "magic")]
    [InlineData("--seeds 0 must be within", "--file", "/nowhere.csv", "--seeds", "0")]
    [InlineData("--scale 2", "--file", "/nowhere.csv", "--scale", "2")]
    [InlineData("--days 500", "--file", "/nowhere.csv", "--days", "500")]
    [InlineData("--sizes 'large' is not known", "--file", "/nowhere.csv", "--sizes", "large")]
    [InlineData("--until 'noon' is no time", "--file", "/nowhere.csv", "--until", "noon")]
    [InlineData("--set 'planning' is not understood", "--file", "/nowhere.csv", "--set", "planning")]
    [InlineData("there is no folder", "--file", "/nowhere.csv", "--json", "/no/such/folder/a.json")]
    [InlineData("does not answer as a Prometheus does", "--prometheus", "http://127.0.0.1:1")]
    public Task Wrong_flags_end_with_2_and_a_sentence(string sentence, params string[] flags) =>
        CliProgram.Refuses(sentence, ["backtest", "--catalog", DemandCsvFile.Catalog, .. flags]);

    [Fact]
    public async Task Options_that_no_strategy_has_are_refused_before_any_run()
    {
        var file = DemandCsvFile.Write(_folder, 2);
        await CliProgram.Refuses("there is no such setting", "backtest", "--catalog", DemandCsvFile.Catalog, "--file", file, "--set", "planning.foo=1");
        await CliProgram.Refuses("TargetUse 9", "backtest", "--catalog", DemandCsvFile.Catalog, "--file", file, "--set", "planning.target-use=9");
    }

    [Fact]
    public async Task The_schema_is_printed_as_it_is_kept()
    {
        var printed = await CliProgram.Succeeds("config", "schema", "backtest");
        Assert.Equal(await File.ReadAllTextAsync(Schema, TestContext.Current.CancellationToken), printed.Output);
    }
}
