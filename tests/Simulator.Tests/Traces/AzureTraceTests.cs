using System.IO.Compression;
using System.Text;

namespace SageServe.Simulator.Tests;

public sealed class AzureTraceTests : IDisposable
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_count_from_the_first_and_never_step_back()
    {
        var path = _folder.Write("t.csv", Header + "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:47.6805900,10,1\n2023-11-16 18:15:47.0000000,20,2\n\n");
        Assert.Equal(
            [new TraceRow(TimeSpan.Zero, 374, 44), new TraceRow(TimeSpan.FromSeconds(1), 10, 1), new TraceRow(TimeSpan.FromSeconds(1), 20, 2)],
            TraceFile.Read(path));
    }

    [Fact]
    public void Gzip_is_told_by_its_bytes_not_by_its_name()
    {
        var path = _folder["t.csv"];
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Header + "2023-11-16 18:15:46,5,6\n"));
        }

        Assert.Equal([new TraceRow(TimeSpan.Zero, 5, 6)], TraceFile.Read(path));
    }

    [Theory]
    [InlineData("a,b\n", "line 1")]
    [InlineData(Header + "2023-11-16 18:15:46,5,6\nyesterday,5,6\n", "line 3")]
    [InlineData(Header + "2023-11-16 18:15:46,5,-6\n", "line 2")]
    [InlineData(Header, "no requests")]
    public void A_damaged_file_is_refused_with_the_place(string text, string place)
    {
        var error = Assert.Throws<BadInputException>(() => TraceFile.Read(_folder.Write("t.csv", text)).ToList());
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_gzip_is_refused_with_a_sentence()
    {
        var path = _folder["t.csv.gz"];
        File.WriteAllBytes(path, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        Assert.Contains("damaged", Assert.Throws<BadInputException>(() => TraceFile.Read(path).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_hour_has_its_published_size()
    {
        var rows = TraceFile.Read(SharedData.Require("azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz")).ToList();
        Assert.Equal(19_366, rows.Count);
        Assert.Equal(1154.7, rows.Average(r => r.PromptTokens), 0.1);
        Assert.Equal(211.1, rows.Average(r => r.OutputTokens), 0.1);
    }
}
