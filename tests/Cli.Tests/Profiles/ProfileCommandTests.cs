using System.Text.Json;
using System.Xml.Linq;

namespace SageServe.Cli.Tests;

public sealed class ProfileCommandTests
{
    [Theory]
    [InlineData("profile fit /no/such.csv", "There is no file '/no/such.csv'")]
    [InlineData("profile fit {steps} --where model", "--where 'model' is no condition")]
    [InlineData("profile fit {steps} --where gpu=h100", "has no column 'gpu'")]
    [InlineData("profile fit {steps} --kv-capacity 0", "--kv-capacity 0 must be greater than 0")]
    [InlineData("profile fit {steps} --html /no/such/folder/a.html", "there is no folder '/no/such/folder'")]
    [InlineData("profile check {steps} --model llama-3.1-70b", "holds no single requests")]
    [InlineData("profile check {steps}", "Choose with --model and --accelerator: llama-3.1-70b on a100-80gb-x2")]
    [InlineData("profile check {steps} --profile /no/such.json", "there is no file '/no/such.json'")]
    [InlineData("profile check {steps} --prefix-cache maybe", "Use auto or off")]
    public async Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence)
    {
        using var folder = new TemporaryFolder();
        await CliProgram.Refuses(sentence, arguments.Replace("{steps}", Steps(folder), StringComparison.Ordinal).Split(' '));
    }

    [Fact]
    public async Task A_step_table_becomes_a_profile_that_reads_back()
    {
        using var folder = new TemporaryFolder();
        var (profile, html, json) = (folder["p.json"], folder["p.html"], folder["r.json"]);
        var result = await CliProgram.Succeeds("profile", "fit", Steps(folder), "--model", "m", "--accelerator", "g", "--kv-capacity", "50000", "--out", profile, "--html", html, "--json", json);
        var read = ProfileFile.Read(profile, null, null);
        Assert.Equal(50_000, read.KvCapacityTokens);
        Assert.Equal(0.18, StepTable.Seconds(read.Prefill, 2048), 9);
        using var report = JsonDocument.Parse(File.ReadAllBytes(json));
        Assert.Equal("steps", report.RootElement.GetProperty("kind").GetString());
        Assert.Contains(report.RootElement.GetProperty("warnings").EnumerateArray(), w => w.GetString()!.Contains("batches of 32", StringComparison.Ordinal));
        CheckPage(File.ReadAllText(html), charts: 4);
    }

    [Fact]
    public async Task Measured_chat_fits_on_one_run_and_checks_on_another()
    {
        var data = SharedData.Require("llmd-lmbench/requests_70b_vllm_low_qps.csv.gz");
        using var folder = new TemporaryFolder();
        var (profile, html, json) = (folder["p.json"], folder["c.html"], folder["c.json"]);
        var fit = await CliProgram.Succeeds("profile", "fit", data, "--where", "run=sharegpt_output_0.3", "--model", "llama-3.1-70b", "--accelerator", "a100-80gb-x2", "--out", profile);
        Assert.Contains("prefix cache hits", fit.Output, StringComparison.Ordinal);
        var check = await CliProgram.Succeeds("profile", "check", data, "--where", "run=sharegpt_output_0.5", "--profile", profile, "--html", html, "--json", json);
        using var report = JsonDocument.Parse(File.ReadAllBytes(json));
        var seconds = report.RootElement.GetProperty("runs")[0].GetProperty("seconds");
        Assert.InRange(seconds.GetProperty("ttft_p95").GetProperty("error").GetDouble(), -0.15, 0.15);
        Assert.InRange(seconds.GetProperty("e2e_p50").GetProperty("error").GetDouble(), -0.15, 0.15);
        CheckPage(File.ReadAllText(html), charts: 4);
    }

    [Fact]
    public async Task A_throughput_table_becomes_a_profile_with_curves()
    {
        using var folder = new TemporaryFolder();
        var rows = from batch in new[] { 1, 16, 64 } from tokens in new[] { 128, 1024 } select FormattableString.Invariant($"{tokens},{batch},{tokens * (0.008 + 0.0001 * batch):0.000}");
        var table = folder.Write("t.csv", "Input Output Length,Batch Size,Latency\n" + string.Join('\n', rows) + "\n");
        var result = await CliProgram.Succeeds("profile", "fit", table, "--html", folder["t.html"]);
        Assert.Contains("can't be told apart", result.Output, StringComparison.Ordinal);
        CheckPage(File.ReadAllText(folder["t.html"]), charts: 3);
    }

    private static void CheckPage(string html, int charts)
    {
        Assert.Equal(charts, html.Split("<svg").Length - 1);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        var body = html[html.IndexOf("<main>", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + 7)];
        XDocument.Parse(body);
    }

    private static string Steps(TemporaryFolder folder) => folder.Write(
        "steps.csv",
        "model,prompt_size,batch_size,prefill_s,tbt_s\nm,512,1,0.05,0.01\nm,2048,1,0.18,0.0102\nm,8192,1,0.8,0.011\nm,512,8,0.38,0.012\nm,512,16,0.8,0.013\n");
}
