using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>What one gateway counts, each in a process of its own: counters of this one are those of all its tests.</summary>
public sealed class GatewayMetricsTests
{
    private static readonly (string, string)[] Fast = [("model", "model-a"), ("tier", "interactive-fast")];

    [Fact]
    public async Task A_stream_that_met_its_target_is_goodput_and_tells_its_sizes_and_its_attempt()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using (var response = await gateway.ChatAsync(stream: true))
        {
            await SseText.AllAsync(response);
        }

        var page = await UntilAsync(gateway, p => p.Sum("sageserve_goodput_tokens_total", Fast) > 0);
        Assert.Equal(3, page.Sum("sageserve_goodput_tokens_total", Fast));
        Assert.Equal((1, 7), (page.Sum("sageserve_request_prompt_tokens_count", Fast), page.Sum("sageserve_request_prompt_tokens_sum", Fast)));
        Assert.Equal((1, 3), (page.Sum("sageserve_request_output_tokens_count", Fast), page.Sum("sageserve_request_output_tokens_sum", Fast)));
        Assert.Equal(1, page.Sum("sageserve_request_output_tokens_bucket", [.. Fast, ("le", "4")]));
        Assert.Equal(0, page.Sum("sageserve_request_output_tokens_bucket", [.. Fast, ("le", "1")]));
        Assert.Equal(1, page.Sum("sageserve_attempts_total", ("model", "model-a"), ("region", "east"), ("outcome", "Succeeded")));
        Assert.Equal(1, page.Sum("sageserve_attempts_total"));
        Assert.Equal(1, page.Sum("sageserve_build_info", ("service", "sageserve-gateway")));
        Assert.True(page.Value("sageserve_process_resident_memory_bytes") > 10_000_000);
        Assert.True(page.Value("sageserve_process_cpu_seconds_total") > 0);
    }

    [Fact]
    public async Task An_error_that_never_became_a_request_is_counted_by_its_code_and_status()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using var nobody = await PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(model: "nobody"));
        using var broken = await PostAsync(gateway, "/v1/chat/completions", "{");
        using var lost = await PostAsync(gateway, "/v1/lost", "{}");
        using (var raw = new TcpClient())
        {
            await raw.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
            await raw.GetStream().WriteAsync("GET / HTTP/1.1\r\nno colon\r\n\r\n"u8.ToArray());
            using var answer = new StreamReader(raw.GetStream());
            Assert.Contains("400", await answer.ReadToEndAsync(), StringComparison.Ordinal);
        }

        var page = await gateway.ScrapeAsync();
        Assert.Equal(1, page.Sum("sageserve_api_errors_total", ("code", "model_not_found"), ("status", "404")));
        Assert.Equal(1, page.Sum("sageserve_api_errors_total", ("code", "invalid_json"), ("status", "400")));
        Assert.Equal(1, page.Sum("sageserve_api_errors_total", ("code", "unknown_url"), ("status", "404")));
        Assert.Equal(1, page.Sum("sageserve_api_errors_total", ("code", "invalid_http"), ("status", "400")));
        Assert.Equal(4, page.Sum("sageserve_api_errors_total"));
        Assert.Equal(0, page.Sum("sageserve_requests_total"));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 1)]
    public async Task A_request_that_its_SDK_calls_repeated_is_counted(string retries, int counted)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using var response = await PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody(), ("x-stainless-retry-count", retries));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var page = await UntilAsync(gateway, p => p.Sum("sageserve_requests_total") > 0);
        Assert.Equal(counted, page.Sum("sageserve_client_retries_total"));
    }

    [Fact]
    public async Task Failed_attempts_are_counted_by_how_they_failed_and_the_open_circuit_shows()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status503;
        var setup = new GatewaySetup
        {
            HoldLimit = TimeSpan.FromMilliseconds(50),
            Routing = new JsonObject { ["Breaker"] = new JsonObject { ["ConsecutiveFailures"] = 2, ["OpenFor"] = "00:10:00", ["MaxOpenFor"] = "00:10:00" }, ["AvoidAfterFailure"] = "00:00:00.001" },
        };
        await using var gateway = await GatewayProcess.StartAsync(setup, GatewayUnderTest.Replica("east-model-a-1", engine.Url));
        Assert.Equal(1, (await UntilAsync(gateway, p => p.Sum("sageserve_replica_circuits") > 0)).Sum("sageserve_replica_circuits", ("state", "closed")));

        await Eventually.True(
            async () =>
            {
                using var response = await gateway.ChatAsync(stream: true);
                return (await gateway.ScrapeAsync()).Sum("sageserve_replica_circuits", ("model", "model-a"), ("state", "open")) == 1;
            },
            "the circuit is open");
        var page = await gateway.ScrapeAsync();
        Assert.True(page.Sum("sageserve_attempts_total", ("region", "east"), ("outcome", "UpstreamRefused")) >= 2);
        Assert.Equal(0, page.Sum("sageserve_replica_circuits", ("model", "model-a"), ("state", "closed")));
        Assert.Equal(0, page.Value("sageserve_replicas_ejected", ("model", "model-a")));
    }

    [Fact]
    public async Task A_relayed_request_is_an_attempt_where_it_entered_and_a_relayed_one_where_it_was_served()
    {
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var engine = await FakeEngine.StartAsync();
        await using var west = await GatewayProcess.StartAsync(
            new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) }, GatewayUnderTest.Replica("west-model-a-1", engine.Url));
        await using var east = await GatewayProcess.StartAsync(new GatewaySetup { Url = eastUrl, Peer = ("west", westUrl) });
        await UntilAsync(east, p => p.Value("sageserve_peer_summary_age_seconds", ("region", "west")) is < 5);
        await Eventually.True(
            async () =>
            {
                using var response = await east.ChatAsync(stream: false);
                return response.StatusCode == HttpStatusCode.OK;
            },
            "west serves");

        var page = await UntilAsync(west, p => p.Sum("sageserve_relayed_requests_total") > 0);
        Assert.Equal(1, page.Sum("sageserve_relayed_requests_total", ("origin_region", "east"), ("outcome", "Completed")));
        Assert.Equal(0, page.Sum("sageserve_requests_total"));
        var entered = await UntilAsync(east, p => p.Sum("sageserve_requests_total", ("outcome", "Completed"), ("region", "west")) == 1);
        Assert.Equal(1, entered.Sum("sageserve_attempts_total", ("region", "west"), ("outcome", "Succeeded")));
        Assert.Equal(0, entered.Value("sageserve_region_circuit_open", ("model", "model-a"), ("region", "west")));
    }

    [Fact]
    public async Task How_long_patient_work_waited_is_told()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(engine);
        using var response = await PostAsync(gateway, "/v1/chat/completions", GatewayUnderTest.ChatBody("\"service_tier\":\"flex\","));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var page = await gateway.ScrapeAsync();
        Assert.Equal(1, page.Sum("sageserve_deferred_wait_seconds_count", ("model", "model-a")));
        Assert.InRange(page.Sum("sageserve_deferred_wait_seconds_sum"), 0, 60);
    }

    internal static async Task<PrometheusScrape> UntilAsync(GatewayProcess gateway, Func<PrometheusScrape, bool> holds)
    {
        var page = await gateway.ScrapeAsync();
        await Eventually.True(async () => holds(page = await gateway.ScrapeAsync()), "the metrics say so");
        return page;
    }

    internal static Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
