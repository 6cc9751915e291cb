using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class SseFilterTests
{
    private const string Role = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string Token = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";
    private const string End = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":42}}\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Stream = Role + Token + Token + End + Usage + Done;

    [Fact]
    public void However_the_bytes_are_cut_the_same_stream_comes_out_and_the_same_counts()
    {
        Seeds.Check(200, (_, random) =>
        {
            var filter = new SseFilter(dropsUsage: true);
            Assert.Equal(Role + Token + Token + End + Done, Pass(filter, Stream, random));
            Assert.Equal((2, 42, 5), (filter.Tokens, filter.OutputTokens, filter.PromptTokens));
        });
    }

    [Fact]
    public void Without_dropping_every_byte_passes()
    {
        Seeds.Check(200, (_, random) => Assert.Equal(Stream + ": rest", Pass(new SseFilter(dropsUsage: false), Stream + ": rest", random)));
    }

    [Fact]
    public void A_whole_event_passes_at_once()
    {
        var filter = new SseFilter(dropsUsage: true);
        Assert.Equal(Token, Encoding.UTF8.GetString(filter.Take(Encoding.UTF8.GetBytes(Token)).Span));
    }

    [Fact]
    public void Windows_line_ends_are_events_too()
    {
        var filter = new SseFilter(dropsUsage: true);
        var text = Stream.Replace("\n", "\r\n");
        var output = Encoding.UTF8.GetString(filter.Take(Encoding.UTF8.GetBytes(text)).Span);
        Assert.DoesNotContain("usage", output);
        Assert.Equal(42, filter.OutputTokens);
    }

    [Fact]
    public void Engines_that_write_blanks_are_read_too()
    {
        var filter = new SseFilter(dropsUsage: true);
        var text = (Role + Token + Usage + Done).Replace(":[", ": [").Replace("\":\"", "\": \"").Replace("\":{", "\": {");
        var output = Encoding.UTF8.GetString(filter.Take(Encoding.UTF8.GetBytes(text)).Span);
        Assert.DoesNotContain("usage", output);
        Assert.Equal((1, 42), (filter.Tokens, filter.OutputTokens));
    }

    [Fact]
    public void Without_usage_the_chunks_count()
    {
        var filter = new SseFilter(dropsUsage: true);
        filter.Take(Encoding.UTF8.GetBytes(Role + Token + Token + Token + End));
        Assert.Equal(3, filter.OutputTokens);
    }

    [Fact]
    public void However_the_bytes_are_cut_the_tier_is_named_in_every_chunk()
    {
        Seeds.Check(200, (_, random) =>
        {
            var filter = new SseFilter(dropsUsage: true, new TierEcho("flex", isNested: false));
            var expected = (Role + Token + Token + End).Replace("data: {", "data: {\"service_tier\":\"flex\",") + Done;
            Assert.Equal(expected, Pass(filter, Stream, random));
            Assert.Equal((2, 42, 5), (filter.Tokens, filter.OutputTokens, filter.PromptTokens));
        });
    }

    [Fact]
    public void Comments_before_the_first_event_are_left_out_and_later_ones_pass()
    {
        Seeds.Check(100, (_, random) =>
        {
            var filter = new SseFilter(dropsUsage: false);
            Assert.Equal(Role + ": later\n\n" + Token, Pass(filter, ": here\n\n: still here\n\n" + Role + ": later\n\n" + Token, random));
        });
    }

    [Fact]
    public void An_event_that_begins_with_a_comment_is_an_event()
    {
        Seeds.Check(100, (_, random) =>
        {
            var filter = new SseFilter(dropsUsage: false);
            Assert.Equal(": first\r\n" + Token + Done, Pass(filter, ": here\r\n\r\n" + ": first\r\n" + Token + Done, random));
        });
    }

    private static string Pass(SseFilter filter, string text, RandomStream random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var output = new StringBuilder();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, 1 + random.NextInt(60));
            output.Append(Encoding.UTF8.GetString(filter.Take(bytes.AsMemory(at, length)).Span));
            at += length;
        }

        return output.Append(Encoding.UTF8.GetString(filter.TakeRest().Span)).ToString();
    }
}
