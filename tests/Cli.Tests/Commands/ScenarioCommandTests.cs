namespace SageServe.Cli.Tests;

public sealed class ScenarioCommandTests
{
    [Theory]
    [InlineData("simulate papr", "did you mean 'paper'?")]
    [InlineData("simulate paper --set planning.target-us=1", "did you mean 'target-use'?")]
    [InlineData("simulate paper --set planning.target-use", "has no value")]
    [InlineData("simulate paper --rate 3", "--rate belongs to the demonstration's day")]
    [InlineData("simulate paper --strategy magic", "'magic' is unknown")]
    [InlineData("simulate paper --duration soon", "'soon' is no duration")]
    [InlineData("simulate --set a=b", "a: there is no such setting")]
    [InlineData("simulate --day-in 5s", "day-in must be within")]
    [InlineData("simulate azure-2023 --data /no/such", "Name the folder that holds it with --data")]
    [InlineData("scenario check /no/such.yaml", "There is no scenario '/no/such.yaml'")]
    [InlineData("scenario show nothing", "There is no scenario 'nothing'")]
    [InlineData("trace describe /no/such.csv", "there is no file '/no/such.csv'")]
    [InlineData("trace describe /etc/hostname", "is not the beginning of a known trace")]
    [InlineData("trace describe /etc/hostname --format azur", "did you mean 'azure'?")]
    [InlineData("trace describe /etc/hostname --html /no/such/x.html", "there is no folder")]
    [InlineData("trace convert /etc/hostname --out /etc/hostname", "is the trace itself")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence) => CliProgram.Refuses(sentence, arguments.Split(' '));

    [Fact]
    public async Task A_description_is_text_json_and_a_page_with_charts()
    {
        using var folder = new TemporaryFolder();
        var trace = SharedData.Require("mooncake/synthetic_trace.jsonl.gz");
        var result = await CliProgram.Succeeds("trace", "describe", trace, "--json", folder["d.json"], "--html", folder["d.html"]);
        Assert.Contains("3,993 requests", result.Output, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["d.json"]));
        Assert.Equal(0.64, json.RootElement.GetProperty("prefixes").GetProperty("hit_rate").GetDouble(), 0.01);
        Assert.Equal(61_194_628, json.RootElement.GetProperty("prompt_tokens").GetProperty("sum").GetInt64());
        var page = File.ReadAllText(folder["d.html"]);
        Assert.Contains("Index of dispersion by window", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_series_is_described_too()
    {
        using var folder = new TemporaryFolder();
        var series = SharedData.Require("azure-llm-2024-week/hourly_requests_digitised_code.csv");
        var result = await CliProgram.Succeeds("trace", "describe", series, "--json", folder["d.json"], "--html", folder["d.html"]);

        // The data README: 27.8 requests/s; last value 17.1 %, same hour yesterday 21.0 %, an hour ahead.
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["d.json"]));
        Assert.Equal(27.784, json.RootElement.GetProperty("mean").GetDouble(), 0.01);
        Assert.Equal(0.171, json.RootElement.GetProperty("hour_ahead_error").GetDouble(), 0.005);
        Assert.Contains("Rate over time", File.ReadAllText(folder["d.html"]), StringComparison.Ordinal);
    }
}
