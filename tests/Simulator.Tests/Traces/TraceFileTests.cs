using System.IO.Compression;
using System.Text;

namespace SageServe.Simulator.Tests;

/// <summary>Each format on a small file written here: what is read, and what is said of rows that can't be.</summary>
public sealed class TraceFileTests : IDisposable
{
    private const string Azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private const string Burst = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n";
    private const string SageServe = "request_id,batch_id,client_tenant,request_type,scenario,sla,utility,regions,model_type,workload_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("azure", Azure + "2024-05-10 00:00:00.009930+00:00,2162,5\n2024-05-10 00:00:01.5+00:00,2399,6\n")]
    [InlineData("burstgpt", Burst + "5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,1087,230,1317,API log\n")]
    [InlineData("sageserve-csv", SageServe + "0,-1,1,2,ES,10,3,102,C,prod,-1,0.086,1,1528,78\n1,-1,2,2,ES,86400,1,201,A,dev,-1,0.144,1,16300,62\n")]
    [InlineData("lengths", "num_prefill_tokens,num_decode_tokens,num_total_tokens,pd_ratio\n3772,54,3826,69.8\n2015,156,2171,12.9\n")]
    [InlineData("mooncake", "{\"timestamp\": 0, \"input_length\": 1030, \"output_length\": 6, \"hash_ids\": [0, 1, 2]}\n{\"timestamp\": 27000, \"input_length\": 40, \"output_length\": 4, \"hash_ids\": [0]}\n")]
    [InlineData("jsonl", "{\"at\":0,\"prompt_tokens\":5,\"output_tokens\":6,\"model\":\"m\",\"tier\":\"non-interactive\"}\n{\"at\":1.5,\"prompt_tokens\":5,\"output_tokens\":6}\n")]
    public void A_format_is_told_by_its_first_line_plain_and_gzip(string format, string text)
    {
        var plain = _folder.Write("t", text);
        Assert.Equal(format, TraceFile.FormatOf(plain).Name);
        var rows = TraceFile.Read(plain).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(TimeSpan.Zero, rows[0].At);
        using (var gzip = new GZipStream(File.Create(_folder["t.gz"]), CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        }

        Assert.Equal(rows.Select(r => (r.At, r.PromptTokens, r.OutputTokens, r.Model)), TraceFile.Read(_folder["t.gz"]).Select(r => (r.At, r.PromptTokens, r.OutputTokens, r.Model)));
        Assert.Equal(rows.Select(r => r.PromptTokens), TraceFile.Read(plain, format).Select(r => r.PromptTokens));
    }

    [Theory]
    [InlineData(Azure + "2024-05-10 00:00:00,1,2\n2024-05-10 00:00:00,1\n", "line 3: '2024-05-10 00:00:00,1' is not a time and two token counts")]
    [InlineData(Burst + "now,ChatGPT,472,18,490,Conversation log\n", "line 2: 'now,ChatGPT,472,18,490,Conversation log' is not a time in seconds")]
    [InlineData(SageServe + "0,-1,1,2,ES,10,3,102,E,prod,-1,0.086,1,1528,78\n", "line 2")]
    [InlineData(SageServe + "0,-1,1,2,ES,10,3,902,A,prod,-1,0.086,1,1528,78\n", "a row with a model A to D")]
    [InlineData("num_prefill_tokens,num_decode_tokens\n1,x\n", "line 2: '1,x' is not two token counts")]
    [InlineData("{\"timestamp\": 0, \"input_length\": 10, \"output_length\": 6}\n{\"timestamp\": 0}\n", "line 2: '{\"timestamp\": 0}' is not a JSON object with timestamp")]
    [InlineData("{\"at\":0,\"prompt_tokens\":5,\"output_tokens\":6,\"tier\":\"soon\"}\n", "line 1")]
    [InlineData(Azure + "2024-05-10 00:00:00,99999999,2\n", "line 2")]
    [InlineData("a,b\n1,2\n", "line 1: 'a,b' is not the beginning of a known trace")]
    [InlineData("", "is empty")]
    [InlineData(Azure, "holds no requests")]
    public void A_bad_row_is_refused_with_file_line_and_what_belongs_there(string text, string expected)
    {
        var path = _folder.Write("bad", text);
        var error = Assert.Throws<BadInputException>(() => TraceFile.Read(path).Count());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_and_endless_ones_refused()
    {
        var ids = string.Join(", ", Enumerable.Range(0, 100_000));
        var rows = TraceFile.Read(_folder.Write("long", $"{{\"timestamp\": 0, \"input_length\": 9, \"output_length\": 6, \"hash_ids\": [{ids}]}}\n{{\"timestamp\": 5, \"input_length\": 8, \"output_length\": 6}}")).ToList();
        Assert.Equal(100_000, rows[0].PrefixBlocks.Length);
        Assert.Equal(8, rows[1].PromptTokens);
        var endless = _folder.Write("endless", Azure + new string('1', 17 << 20));
        Assert.Contains("line 2 is longer than", Assert.Throws<BadInputException>(() => TraceFile.Read(endless).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_format_tells_of_a_request_is_kept()
    {
        var sage = TraceFile.Read(_folder.Write("s", SageServe + "0,-1,1,2,ES,10,3,102,C,prod,-1,0.086,1,1528,78\n1,-1,2,2,ES,86400,1,201,A,dev,-1,0.144,1,16300,62\n")).ToList();
        Assert.Equal(("llama-3.1-8b", "centralus", ServiceTier.InteractiveFast), (sage[0].Model, sage[0].Origin, sage[0].Tier));
        Assert.Equal(("llama2-70b", "eastus", ServiceTier.NonInteractive), (sage[1].Model, sage[1].Origin, sage[1].Tier));
        var burst = TraceFile.Read(_folder.Write("b", Burst + "5,ChatGPT,472,18,490,Conversation log\n6,GPT-4,9,0,9,API log\n7,GPT-4,9,3,12,API log\n")).ToList();
        Assert.Equal([("ChatGPT", true), ("GPT-4", false)], burst.Select(b => (b.Model!, b.Streaming!.Value)));
        Assert.Equal(TimeSpan.FromSeconds(2), burst[1].At);
    }

    [Fact]
    public void An_unknown_format_is_refused_with_those_there_are() =>
        Assert.Contains("did you mean 'azure'?", Assert.Throws<BadInputException>(() => TraceFile.FormatOf("x", "azur")).Message, StringComparison.Ordinal);
}
