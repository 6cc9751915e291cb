using System.Net;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>Where the time went before anybody worked on a request, as a collector sees it; and the way from a slow bucket to its trace.</summary>
public sealed class WaitTracingTests
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Client = 3;
    private const int Consumer = 5;

    [Fact]
    public async Task A_hold_is_a_span_of_its_own_between_arrival_and_attempt()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()));
        var call = gateway.ChatAsync(stream: false);
        await GatewayMetricsTests.UntilAsync(gateway, p => p.Sum("sageserve_held_requests") == 1);
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        var hold = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Internal));
        var attempt = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Client));
        Assert.Equal(("hold", request.TraceId, request.SpanId), (hold.Name, hold.TraceId, hold.ParentId));
        Assert.True(hold.Time.End > hold.Time.Start && hold.Time.End <= attempt.Time.Start && hold.Time.End < request.Time.End, $"{request.Time} {hold.Time} {attempt.Time}");
        Assert.Equal((double)request["sageserve.hold_seconds"]!, (hold.Time.End - hold.Time.Start) / 1e9, 0.05);
    }

    [Fact]
    public async Task A_request_that_did_not_wait_has_no_span_of_waiting()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var response = await gateway.ChatAsync(stream: false);
        await receiver.UntilAsync(1, s => s.Kind == Server);
        Assert.DoesNotContain(receiver.Spans, s => s.Kind == Internal);
    }

    [Fact]
    public async Task The_deferred_queue_is_a_span_of_the_call_that_waits_and_of_the_line_that_nobody_waits_for()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using var flex = await GatewayMetricsTests.PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody("\"service_tier\":\"flex\","));
        Assert.Equal(HttpStatusCode.OK, flex.StatusCode);
        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        var waited = Assert.Single(await receiver.UntilAsync(1, s => s.Name == "queue"));
        Assert.Equal((request.SpanId, Internal), (waited.ParentId, waited.Kind));
        Assert.InRange(waited.Time.End, waited.Time.Start, request.Time.End);

        await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"));
        var line = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Consumer));
        var queued = Assert.Single(await receiver.UntilAsync(1, s => s.Name == "queue" && s.ParentId == line.SpanId));
        Assert.True(queued.Time.End == line.Time.Start && queued.Time.Start < queued.Time.End, $"{queued.Time} {line.Time}");
    }

    [Fact]
    public async Task A_traced_request_is_the_exemplar_of_its_bucket_where_the_exposition_can_tell()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(receiver.Traced(new GatewaySetup()), GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        using (var response = await gateway.ChatAsync(stream: true))
        {
            await SseText.AllAsync(response);
        }

        var request = Assert.Single(await receiver.UntilAsync(1, s => s.Kind == Server));
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        ask.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
        using var page = await gateway.Admin.SendAsync(ask);
        Assert.SkipUnless(page.Content.Headers.ContentType?.MediaType == "application/openmetrics-text", "The stand-in of a partial package feed has no OpenMetrics exposition.");
        var text = Encoding.UTF8.GetString(await page.Content.ReadAsByteArrayAsync());
        var bucket = text.Split('\n').First(l => l.StartsWith("sageserve_request_ttft_seconds_bucket", StringComparison.Ordinal) && l.Contains("# {", StringComparison.Ordinal));
        Assert.Contains($"trace_id=\"{request.TraceId}\"", bucket, StringComparison.Ordinal);
    }
}
