using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>The sink alone, on a clock that only the test moves.</summary>
public sealed class ClientSinkTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Comments_come_each_time_that_the_pause_has_passed_and_end_with_the_first_byte()
    {
        var (http, body, time) = NewContext();
        await using var sink = new ClientSink(http.Response, new SteadyClock(time));
        var exchange = NewExchange(sink, streaming: true);
        sink.KeepAlive(exchange, After);

        time.Advance(After - TimeSpan.FromTicks(1));
        Assert.False(sink.TakesEventsOnly);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.True(sink.TakesEventsOnly);
        Assert.False(sink.Committed);
        time.Advance(After * 2);
        await sink.WriteAsync("data: x\n\n"u8.ToArray(), default);
        time.Advance(After * 10);

        Assert.True(sink.Committed);
        const string Late = ": x-sageserve-queue-ms=0 x-sageserve-overhead-ms=45000 x-sageserve-attempts=0\n\n";
        Assert.Equal(string.Concat(Enumerable.Repeat(": keep-alive\n\n", 3)) + Late + "data: x\n\n", Encoding.UTF8.GetString(body.ToArray()));
        Assert.Equal(0, time.ActiveTimers);
    }

    [Theory]
    [InlineData(false, 15)]
    [InlineData(true, 0)]
    public async Task Neither_a_call_that_does_not_stream_nor_a_pause_of_zero_starts_a_timer(bool streaming, int seconds)
    {
        var (http, _, time) = NewContext();
        await using var sink = new ClientSink(http.Response, new SteadyClock(time));

        sink.KeepAlive(NewExchange(sink, streaming), TimeSpan.FromSeconds(seconds));

        Assert.Equal(0, time.ActiveTimers);
    }

    [Fact]
    public async Task After_a_comment_status_and_headers_of_an_answer_are_swallowed()
    {
        var (http, _, time) = NewContext();
        await using var sink = new ClientSink(http.Response, new SteadyClock(time));
        var exchange = NewExchange(sink, streaming: true);
        sink.KeepAlive(exchange, After);
        time.Advance(After);

        using var answer = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{}") };
        answer.Headers.TryAddWithoutValidation("x-late", "1");
        sink.Begin(answer, exchange);

        Assert.Equal(200, http.Response.StatusCode);
        Assert.False(http.Response.Headers.ContainsKey("x-late"));
        Assert.Equal("text/event-stream; charset=utf-8", http.Response.ContentType);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_ends_the_comments_before_they_begin()
    {
        var (http, body, time) = NewContext();
        await using var sink = new ClientSink(http.Response, new SteadyClock(time));
        var exchange = NewExchange(sink, streaming: true);
        sink.KeepAlive(exchange, After);

        using var answer = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{}") };
        sink.Begin(answer, exchange);
        time.Advance(After * 3);

        Assert.Equal(0, body.Length);
        Assert.Equal(400, http.Response.StatusCode);
    }

    [Fact]
    public async Task Yarp533_a_server_that_gathers_writes_is_told_not_to_for_a_stream()
    {
        var (http, body, time) = NewContext();
        var feature = new GatheringBody(body);
        http.Features.Set<IHttpResponseBodyFeature>(feature);
        await using var sink = new ClientSink(http.Response, new SteadyClock(time));
        var exchange = NewExchange(sink, streaming: true);
        exchange.IsEventStream = true;

        using var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        sink.Begin(answer, exchange);

        Assert.True(feature.IsDisabled);
    }

    private static (DefaultHttpContext Http, MemoryStream Body, ManualTimeProvider Time) NewContext()
    {
        var body = new MemoryStream();
        return (new DefaultHttpContext { Response = { Body = body } }, body, new ManualTimeProvider());
    }

    private static Exchange NewExchange(ClientSink sink, bool streaming) => new()
    {
        Request = new InferenceRequest
        {
            Id = new RequestId("r"),
            Model = TestCatalog.Model,
            Tier = ServiceTier.InteractiveFast,
            Tenant = new TenantId("t"),
            Origin = new RegionId("east"),
            PromptTokens = 1,
            ExpectedOutputTokens = 1,
            Arrived = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)),
            Deadline = Instant.Max,
            Streaming = streaming,
        },
        Path = "/v1/chat/completions",
        Body = default,
        Sink = sink,
        ClientGone = default,
        PublicId = "r",
    };

    private sealed class GatheringBody(Stream body) : StreamResponseBodyFeature(body)
    {
        public bool IsDisabled { get; private set; }

        public override void DisableBuffering() => IsDisabled = true;
    }
}
