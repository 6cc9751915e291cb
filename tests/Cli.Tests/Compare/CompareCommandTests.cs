using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_compares_and_writes_the_same_figures_to_table_and_file()
    {
        var result = await Run("--strategies", "static,reactive", "--seeds", "2", "--json", _folder["a.json"], "--jobs", "2");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("reactive used ", result.Output, StringComparison.Ordinal);
        Assert.Contains("1/4 ", result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("4 runs, 2 at once. Ctrl-C ends with what is done.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("All 4 runs will take about", result.Errors, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["a.json"])).RootElement;
        var hours = json.GetProperty("strategies").GetProperty("reactive").GetProperty("gpu_hours").GetDouble();
        Assert.Contains(EstimateText.Number(hours), result.Output, StringComparison.Ordinal);
        var models = json.GetProperty("strategies").GetProperty("reactive").GetProperty("models");
        Assert.True(models.GetProperty("llama-3.1-8b").GetProperty("tiers").GetProperty("interactive-fast").GetProperty("ttft_seconds").GetProperty("p99").GetDouble() > 0);
        Assert.Equal(hours, models.EnumerateObject().Sum(m => m.Value.GetProperty("gpu_hours").GetDouble()), 4);
        Assert.Equal(["static", "reactive", "static", "reactive"], json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("strategy").GetString()));
    }

    [Fact]
    public async Task Chiron_without_its_pools_is_remarked_on()
    {
        var result = await Run("--strategies", "chiron", "--seeds", "1");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("Try paper-chiron", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Try paper-chiron", (await Run("--strategies", "static", "--seeds", "1")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no strategy 'magic'", "--strategies", "reactive,magic")]
    [InlineData("What a well-kept Kubernetes autoscaler does", "--strategies", "magic")]
    [InlineData("names one twice", "--strategies", "reactive,reactive")]
    [InlineData("--seeds 0 must be within", "--seeds", "0")]
    [InlineData("--jobs 0", "--jobs", "0")]
    [InlineData("there is no such setting", "--set", "planning.foo=1")]
    [InlineData("--set 'planning' is not understood", "--set", "planning")]
    [InlineData("--sweep 'planning.target-use' is not understood", "--sweep", "planning.target-use")]
    [InlineData("TargetUse 9", "--sweep", "planning.target-use=0.5,9")]
    [InlineData("there is no region 'mars'", "--add-region", "north:like=mars")]
    [InlineData("--add-region 'a:b' is not understood", "--add-region", "a:b")]
    [InlineData("nothing is known of llama2-70b on tpu", "--gpu", "llama2-70b=tpu")]
    [InlineData("the scenario has no model 'gpt'", "--gpu", "gpt=tpu")]
    [InlineData("there is no tier 'gold'", "--tier-mix", "gold=1")]
    [InlineData("--together needs what-ifs", "--together")]
    [InlineData("one run has one mix", "--together", "--tier-mix", "interactive-fast=1", "--tier-mix", "non-interactive=1")]
    [InlineData("--duration 'soon' is no duration", "--duration", "soon")]
    [InlineData("there is no folder", "--html", "/no/such/folder/a.html")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string sentence, params string[] flags) =>
        CliProgram.Refuses(sentence, ["compare", TinyScenario.In(_folder), .. flags]);

    [Fact]
    public async Task Sweeps_and_what_ifs_stand_beside_the_unchanged_scenario()
    {
        var result = await Run(
            "--strategies", "lt-ua", "--seeds", "1", "--sweep", "planning.target-use=0.5,0.7", "--add-region", "north:like=eastus",
            "--tier-mix", "interactive-fast=1", "--json", _folder["b.json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["b.json"])).RootElement;
        Assert.Equal(
            ["planning.target-use=0.5", "planning.target-use=0.7", "--add-region north:like=eastus", "--tier-mix interactive-fast=1"],
            json.GetProperty("variants").EnumerateArray().Select(v => v.GetProperty("name").GetString()));
        Assert.Contains("One seed: there are no intervals", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ifs_together_are_one_variant()
    {
        var result = await Run(
            "--strategies", "static", "--seeds", "1", "--together", "--add-region", "north:like=eastus", "--tier-mix", "interactive-fast=1", "--json", _folder["c.json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["c.json"])).RootElement;
        Assert.Equal(
            ["--add-region north:like=eastus --tier-mix interactive-fast=1"],
            json.GetProperty("variants").EnumerateArray().Select(v => v.GetProperty("name").GetString()));
    }

    private Task<CommandLineResult> Run(params IEnumerable<string> flags) => CliProgram.Run(["compare", TinyScenario.In(_folder), .. flags]);
}
