using System.Net;

namespace SageServe.Gateway.Tests;

/// <summary>Headers that name a request, its trace and its session.</summary>
public sealed class RequestHeaderTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData("mine-1.2:3_4", true)]
    [InlineData("no blanks please", false)]
    public async Task A_harmless_request_id_of_the_client_goes_to_the_engine_and_back(string id, bool isKept)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), h => h.TryAddWithoutValidation(HeaderNames.RequestId, id));
        using var refused = await gateway.PostAsync("/v1/chat/completions", "{", h => h.TryAddWithoutValidation(HeaderNames.RequestId, id));

        var shown = response.Headers.GetValues(HeaderNames.RequestId).Single();
        Assert.Equal(isKept, shown == id);
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal(shown, seen.Headers[HeaderNames.RequestId]);
        Assert.Equal(isKept, refused.Headers.GetValues(HeaderNames.RequestId).Single() == id);
    }

    [Fact]
    public async Task Every_answer_has_an_id_a_version_and_how_long_it_took()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromMilliseconds(1) }, engine);
        using var answered = await gateway.ChatAsync();
        engine.Fault = EngineFault.Status503;
        using var failed = await gateway.ChatAsync();
        using var models = await gateway.Client.GetAsync("/v1/models");
        using var messages = await gateway.PostAsync("/v1/messages", """{"model":"model-a","messages":[{}]}""");

        Assert.True((int)failed.StatusCode >= 500);
        Assert.All(new[] { answered, failed, models, messages }, r => Assert.True(r.Headers.Contains(HeaderNames.RequestId) && r.Headers.Contains(HeaderNames.OpenAiVersion)));
        Assert.All(new[] { answered, failed, messages }, r => Assert.True(double.Parse(r.Headers.GetValues(HeaderNames.ProcessingMs).Single()) >= 0));
        Assert.True(messages.Headers.Contains(HeaderNames.AnthropicRequestId));
    }

    [Fact]
    public async Task The_trace_goes_on_to_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), h =>
        {
            h.TryAddWithoutValidation("traceparent", Trace);
            h.TryAddWithoutValidation("tracestate", "vendor=1,other=2");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal(Trace, seen.Headers.TraceParent);
        Assert.Equal("vendor=1,other=2", seen.Headers.TraceState);
    }

    [Fact]
    public async Task Without_a_trace_of_the_client_and_without_tracing_the_engine_hears_of_none()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var response = await gateway.ChatAsync();

        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal((0, 0), (seen.Headers.TraceParent.Count, seen.Headers.TraceState.Count));
    }

    [Theory]
    [InlineData("h", """{"model":"m","prompt":"p","prompt_cache_key":"k","user":"u"}""", "h")]
    [InlineData(null, """{"model":"m","user":"u","prompt":"p","prompt_cache_key":"k"}""", "k")]
    [InlineData("", """{"model":"m","prompt":"p","user":"u"}""", "u")]
    [InlineData(null, """{"model":"m","prompt":"p","metadata":{"a":[{}],"user_id":"anthropics"}}""", "anthropics")]
    [InlineData(null, """{"model":"m","user":"u","metadata":{"user_id":"anthropics","more":1},"prompt":"p"}""", "u")]
    [InlineData(null, """{"model":"m","prompt":"p","user":"","prompt_cache_key":7,"metadata":"x"}""", null)]
    public void The_session_is_the_header_else_the_cache_key_else_the_user(string? header, string body, string? session)
    {
        var (parsed, error) = BodyParser.Parse(System.Text.Encoding.UTF8.GetBytes(body), "prompt");

        Assert.Null(error);
        Assert.Equal(session, SessionParser.SessionOf(header, parsed!));
    }

    [Fact]
    public void A_session_is_looked_at_up_to_a_length() =>
        Assert.Equal(256, SessionParser.SessionOf(new string('s', 100_000), new ParsedBody())!.Length);

    [Theory]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"12345678"}]},{"type":"function_call_output","call_id":"abcdefgh","output":"1234"}]}""", "input", 3)]
    [InlineData("""{"model":"m","input":"1234","instructions":"5678"}""", "input", 2)]
    [InlineData("""{"model":"m","query":"1234","documents":["5678",{"text":"9012","title":"not counted"}]}""", "query", 3)]
    [InlineData("""{"model":"m","text_1":"1234","text_2":["5678","9012"]}""", "text_1", 3)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"1234"}],"system":[{"type":"text","text":"5678"}]}""", "messages", 5)]
    public void Prompts_of_every_path_are_measured(string body, string prompt, int tokens) =>
        Assert.Equal(tokens, BodyParser.Parse(System.Text.Encoding.UTF8.GetBytes(body), prompt).Parsed!.PromptTokens);
}
