using System.Net;
using Microsoft.AspNetCore.Http;

namespace SageServe.Gateway.Tests;

/// <summary>Spans as a collector gets them from a gateway's own process.</summary>
public sealed class TraceExportTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpan = "b7ad6b7169203331";
    private const int Server = 2;
    private const int Client = 3;
    private const int Consumer = 5;
    private static readonly (string, string) Sampled = ("traceparent", $"00-{TraceId}-{ClientSpan}-01");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_is_the_parent_of_our_span_and_our_attempt_of_the_engines(bool grpc)
    {
        await using var receiver = await OtlpReceiver.StartAsync(grpc);
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));

        using var response = await GatewayMetricsTests.PostAsync(
            gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody("\"max_tokens\":30,", stream: true, model: "alias-a"), Sampled, ("tracestate", "vendor=1"));
        await SseText.AllAsync(response);
        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        var attempt = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Client));

        Assert.Equal((TraceId, ClientSpan, "vendor=1", "POST /v1/chat/completions"), (request.TraceId, request.ParentId, request.TraceState, request.Name));
        Assert.Equal((TraceId, request.SpanId, "chat model-a"), (attempt.TraceId, attempt.ParentId, attempt.Name));
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal(($"00-{TraceId}-{attempt.SpanId}-01", "vendor=1"), (seen.Headers.TraceParent.ToString(), seen.Headers.TraceState.ToString()));
        AssertTags(request, new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "sageserve",
            ["gen_ai.request.model"] = "alias-a",
            ["gen_ai.response.model"] = "model-a",
            ["gen_ai.request.stream"] = true,
            ["gen_ai.request.max_tokens"] = 30L,
            ["gen_ai.usage.input_tokens"] = 7L,
            ["gen_ai.usage.output_tokens"] = 3L,
            ["http.request.method"] = "POST",
            ["http.route"] = "/v1/chat/completions",
            ["http.response.status_code"] = 200L,
            ["sageserve.tier"] = "interactive-fast",
            ["sageserve.outcome"] = "Completed",
            ["sageserve.replica"] = "east-model-a-1",
        });
        Assert.True(request["gen_ai.response.time_to_first_chunk"] is > 0.0);
        Assert.All([request, attempt], s => Assert.Equal(["stop"], Assert.IsType<string[]>(s["gen_ai.response.finish_reasons"])));
        AssertTags(attempt, new Dictionary<string, object>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "vllm",
            ["gen_ai.request.model"] = "model-a",
            ["server.address"] = "127.0.0.1",
            ["server.port"] = (long)new Uri(engine.Url).Port,
            ["http.response.status_code"] = 200L,
        });
        Assert.False(request.IsError || attempt.IsError);
        Assert.Equal("sageserve-gateway", request.Resource["service.name"]);
        Assert.Equal("SageServe.Gateway", request.Scope);
        Assert.All(receiver.Paths, p => Assert.Equal(grpc ? "/opentelemetry.proto.collector.trace.v1.TraceService/Export" : "/v1/traces", p));
    }

    [Fact]
    public async Task Each_attempt_is_a_span_and_the_failed_one_says_why()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        await using var bad = await FakeEngine.StartAsync();
        bad.Fault = EngineFault.Status503;
        await using var gateway = await GatewayProcess.StartAsync(
            receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("bad", bad.Url), GatewayUnderTest.Replica("good", good.Url));
        await Eventually.True(
            async () =>
            {
                using var response = await gateway.ChatAsync(stream: false);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return bad.Requests > 0;
            },
            "the bad one was asked");

        var failed = Assert.Single(await receiver.UntilAsync(1, s => s.IsError));
        Assert.Equal(("UpstreamRefused", 503L, "bad", Client), (failed["error.type"], failed["http.response.status_code"], failed["sageserve.replica"], failed.Kind));
        var attempts = await receiver.UntilAsync(2, s => s.Kind == Client && s.TraceId == failed.TraceId);
        Assert.Equal([1L, 2L], attempts.Select(a => a["sageserve.attempt"]).Order());
        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server && s.TraceId == failed.TraceId));
        Assert.All(attempts, a => Assert.Equal(request.SpanId, a.ParentId));
        Assert.Equal(("", false, 2L), (request.ParentId, request.IsError, request["sageserve.attempts"]));
    }

    [Fact]
    public async Task A_refusal_of_what_the_client_did_wrong_is_no_error_of_ours_and_one_for_want_of_replicas_is()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var catalog = TestCatalog.Document(TimeSpan.FromMilliseconds(50));
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup { Catalog = catalog }));
        using var broken = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", "{", Sampled);
        using var unserved = await GatewayMetricsTests.PostAsync(gateway, "/v1/embeddings", """{"model":"model-a","input":"x"}""");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.ServiceUnavailable), (broken.StatusCode, unserved.StatusCode));

        var wrong = Assert.Single(await receiver.UntilAsync(1, s => s.Name == "POST /v1/chat/completions"));
        Assert.Equal((ClientSpan, false, 400L, "invalid_json"), (wrong.ParentId, wrong.IsError, wrong["http.response.status_code"], wrong["error.type"]));
        var refused = Assert.Single(await receiver.UntilAsync(1, s => s.Name == "POST /v1/embeddings"));
        Assert.Equal((true, "", 503L, "embeddings"), (refused.IsError, refused.StatusMessage, refused["http.response.status_code"], refused["gen_ai.operation.name"]));
        Assert.Equal(refused["sageserve.outcome"], refused["error.type"]);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_error_of_the_request_and_of_its_attempt()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.CutAfterFirstToken;
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using (var response = await gateway.ChatAsync(stream: true))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            await SseText.NextDataAsync(reader);
            engine.Gate.SetResult();
            await SseText.RestAsync(reader);
        }

        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        Assert.Equal((true, "StreamBroken", 200L), (request.IsError, request["error.type"], request["http.response.status_code"]));
        var attempt = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Client));
        Assert.Equal((true, "BrokenAfterFirstByte"), (attempt.IsError, attempt["error.type"]));
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error_and_its_status_was_never_sent()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Hang;
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        var call = GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(stream: true), Sampled);
        await Eventually.True(() => engine.Requests == 1, "the engine works on it");
        gateway.Client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        Assert.Equal(("ClientLeft", 499L, false, null), (request["sageserve.outcome"], request["http.response.status_code"], request.IsError, request["error.type"]));
        var attempt = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Client));
        Assert.Equal(("ClientLeft", false), (attempt["error.type"], attempt.IsError));
    }

    [Fact]
    public async Task What_the_client_does_not_sample_is_not_sent_and_the_engine_hears_so()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var unsampled = await GatewayMetricsTests.PostAsync(
            gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(), ("traceparent", $"00-{TraceId}-{ClientSpan}-00"));
        using var wrong = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(), ("traceparent", "00-nonsense-01"));

        var seen = await receiver.UntilAsync(1, s => s.Kind == Server);
        Assert.DoesNotContain(receiver.Spans, s => s.TraceId == TraceId);
        Assert.Equal("", Assert.Single(seen).ParentId);
        Assert.True(engine.Seen.TryDequeue(out var first));
        Assert.StartsWith($"00-{TraceId}-", first.Headers.TraceParent.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("-00", first.Headers.TraceParent.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ClientSpan, first.Headers.TraceParent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usual_variables_choose_the_sampler()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(
            receiver.Traced(new GatewaySetup(), "parentbased_traceidratio", "0"), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var root = await gateway.ChatAsync(stream: false);
        using var child = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(), Sampled);

        await receiver.UntilAsync(2, s => s.TraceId == TraceId);
        Assert.All(receiver.Spans, s => Assert.Equal(TraceId, s.TraceId));
        Assert.Equal(2, engine.Requests);
    }

    [Fact]
    public async Task A_relayed_request_is_one_trace_through_both_gateways()
    {
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var west = await GatewayProcess.StartAsync(
            receiver.Traced(new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) }), GatewayUnderTest.Replica("west-model-a-1", engine.Url));
        await using var east = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup { Url = eastUrl, Peer = ("west", westUrl) }));
        await GatewayMetricsTests.UntilAsync(east, p => p.Value("sageserve_peer_summary_age_seconds", ("region", "west")) is < 5);
        await Eventually.True(
            async () =>
            {
                using var response = await GatewayMetricsTests.PostAsync(east, "/v1/chat/completions", GatewayUnderTest.ChatBody(), Sampled);
                return response.StatusCode == HttpStatusCode.OK;
            },
            "west serves");

        var served = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server && Equals(s["sageserve.replica"], "west-model-a-1")));
        var relay = Assert.Single(await receiver.UntilAsync(1, s => s.SpanId == served.ParentId));
        Assert.Equal((Client, "sageserve", "west"), (relay.Kind, relay["gen_ai.provider.name"], relay["sageserve.region"]));
        var entered = Assert.Single(await receiver.UntilAsync(1, s => s.SpanId == relay.ParentId));
        Assert.Equal((Server, ClientSpan, served["sageserve.request_id"]), (entered.Kind, entered.ParentId, entered["sageserve.request_id"]));
    }

    [Fact]
    public async Task A_line_of_a_batch_is_the_root_of_a_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"));

        var line = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Consumer));
        Assert.Equal(("batch chat model-a", "", "Completed", "non-interactive"), (line.Name, line.ParentId, line["sageserve.outcome"], line["sageserve.tier"]));
        Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Client && s.ParentId == line.SpanId));
    }

    private static void AssertTags(OtlpSpan span, Dictionary<string, object> wanted) =>
        Assert.All(wanted, tag => Assert.Equal((tag.Key, tag.Value), (tag.Key, span[tag.Key])));
}
