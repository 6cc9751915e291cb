using System.Text;

namespace SageServe.Cli.Tests;

public sealed class SseScanTests
{
    private const string Answer =
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
        + ": keep-alive\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"to\"}}]}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"\\\"k\"}}]}\n\n"
        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}\n\n"
        + "data: [DONE]\n\n";

    [Fact]
    public async Task However_the_bytes_are_cut_the_same_is_read()
    {
        for (var piece = 1; piece < 60; piece++)
        {
            var reads = 0;
            var scan = new SseScan(() => TimeSpan.FromSeconds(++reads));
            await scan.ReadAsync(new DripStream(Encoding.UTF8.GetBytes(Answer), piece), CancellationToken.None);
            Assert.True(scan.Done);
            Assert.Null(scan.Error);
            Assert.Equal(2, scan.Chunks);
            Assert.Equal(5, scan.OutputTokens);
            Assert.True(scan.FirstTokenAt <= scan.LastTokenAt);
        }
    }

    [Fact]
    public async Task The_first_token_is_the_first_text_and_not_the_first_byte()
    {
        var reads = 0;
        var scan = new SseScan(() => TimeSpan.FromSeconds(++reads));
        await scan.ReadAsync(new DripStream(Encoding.UTF8.GetBytes(Answer), Answer.IndexOf("data: {\"choices\":[{\"delta\":{\"content\":\"to", StringComparison.Ordinal)), CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(2), scan.FirstTokenAt);
    }

    [Fact]
    public async Task An_error_inside_the_stream_is_kept()
    {
        var scan = new SseScan(() => TimeSpan.Zero);
        await scan.ReadAsync(new MemoryStream("data: {\"error\":{\"message\":\"gone\"}}\n\n"u8.ToArray()), CancellationToken.None);
        Assert.Contains("gone", scan.Error, StringComparison.Ordinal);
        Assert.False(scan.Done);
    }

    [Fact]
    public async Task A_line_longer_than_the_buffer_is_read_whole()
    {
        var text = new string('x', 100_000);
        var scan = new SseScan(() => TimeSpan.Zero);
        await scan.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\ndata: [DONE]\n\n")), CancellationToken.None);
        Assert.Equal(1, scan.Chunks);
        Assert.True(scan.Done);
    }
}
