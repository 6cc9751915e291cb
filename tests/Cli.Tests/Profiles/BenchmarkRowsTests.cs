namespace SageServe.Cli.Tests;

public sealed class BenchmarkRowsTests
{
    [Fact]
    public void Requests_are_known_under_other_names_and_in_milliseconds()
    {
        var lines = Enumerable.Range(0, 20).Select(i => $"{100 + i},{1700000000.5 + 2 * i},{250},{20},{1250}");
        var rows = Read("input_len,Start Time,TTFT (ms),output_len,E2E Latency (ms)", [.. lines]);
        var run = Assert.Single(rows.Runs);
        Assert.Equal(new MeasuredRequest(101, 20, 2, 0.25, 1.25), run.Requests[1]);
    }

    [Fact]
    public void Runs_are_kept_apart_and_each_begins_at_zero()
    {
        var rows = Read("run,prompt_tokens,generation_tokens,ttft_s,gen_time_s,launch_s", [.. Enumerable.Range(0, 24).Select(i => $"{(i % 2 == 0 ? "b" : "a")},100,10,0.1,1,{50 - i}")]);
        Assert.Equal(["a", "b"], rows.Runs.Select(r => r.Name));
        Assert.All(rows.Runs, r => Assert.Equal(0, r.Requests[0].Launch));
        Assert.All(rows.Runs, r => Assert.Equal(r.Requests.OrderBy(q => q.Launch), r.Requests));
        Assert.Equal(1.1, rows.Runs[0].Requests[0].E2e, 12);
    }

    [Fact]
    public void Steps_and_throughput_are_told_by_their_columns()
    {
        Assert.Equal(new StepMeasurement(512, 2, 0.05, 0.01), Read("prompt_size,batch_size,prefill_s,tbt_s", "128,1,0.02,0.01", "512,2,0.05,0.01").Steps[1]);
        var batches = Read("Input Output Length,Batch Size,Latency,Throughput", [.. Enumerable.Range(1, 6).Select(b => $"128,{b},1.5,0")]).Batches;
        Assert.Equal((new BatchRun(2, 128, 128), 1.5), batches[1]);
        var rates = Read("Input Length,Output Length,Batch Size,Throughput", [.. Enumerable.Range(1, 6).Select(b => $"300,100,{b},{b * 200}")]).Batches;
        Assert.Equal(2, rates[3].Seconds, 12);
    }

    [Theory]
    [InlineData("prompt_size,batch_size,prefill_s,tbt_s\n128,1,0.02,0.01\n512,1,fast,0.01", "line 3, column 'prefill_s': 'fast' is no number")]
    [InlineData("prompt_size,batch_size,prefill_s,tbt_s\n128,1,0.02,0.01\n512,1,0,0.01", "line 3, column 'prefill_s': 0 is not above 0")]
    [InlineData("prompt_size,batch_size,prefill_s,tbt_s\n128,1,0.02,0.01\n512,1,0.02", "line 3: 3 cells, but the header has 4")]
    [InlineData("prompt_size,batch_size,prefill_s,tbt_s\n0,1,0.02,0.01", "line 2, column 'prompt_size': 0 is no count")]
    [InlineData("prompt_size,batch_size,prefill_s,tbt_s\n128,1,0.02,0.01\n128,2,0.02,0.01", "one size of prompt only")]
    [InlineData("model,prompt_size,batch_size,prefill_s,tbt_s\na,128,1,0.02,0.01\nb,128,1,0.02,0.01", "--where \"model=a\"")]
    [InlineData("prompt_tokens,output_tokens,ttft_s,e2e_s\n1,1,1,1", "when they were launched")]
    [InlineData("prompt_tokens,output_tokens,ttft_s,launch_s\n1,1,1,1", "when they ended")]
    [InlineData("prompt_tokens,output_tokens,ttft_s,e2e_s,launch_s\n1,1,1,1,0", "at least 20 are needed")]
    [InlineData("a,b\n1,2", "none of the formats")]
    [InlineData("a,b", "a header but no rows")]
    [InlineData("", "is empty")]
    public void Wrong_tables_are_refused_with_their_place(string text, string sentence)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bench.csv", text);
        var error = Assert.Throws<BadInputException>(() => BenchmarkRows.Read(CsvTable.Read(path)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Contains("bench.csv", error.Message, StringComparison.Ordinal);
    }

    private static BenchmarkRows Read(string header, params string[] lines)
    {
        using var folder = new TemporaryFolder();
        return BenchmarkRows.Read(CsvTable.Read(folder.Write("bench.csv", header + "\n" + string.Join('\n', lines) + "\n")));
    }
}
