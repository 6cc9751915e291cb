using System.Net;
using System.Net.Sockets;

namespace SageServe.Gateway.Tests;

/// <summary>What a client writes into a path or a body leads nowhere but to the paths that are served and the engines that are known.</summary>
public sealed class PathTricksTests
{
    [Theory]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/admin/fleet")]
    [InlineData("GET", "/v1/../admin/fleet")]
    [InlineData("GET", "/v1/%2e%2e/admin/fleet")]
    [InlineData("GET", "/v1/..%2fadmin/fleet")]
    [InlineData("GET", "//admin/fleet")]
    [InlineData("GET", "/v1/models/../../metrics")]
    [InlineData("GET", "/ADMIN/fleet")]
    [InlineData("POST", "/v1/chat/completions/../../sleep")]
    [InlineData("POST", "/v1/chat/completions%2f..%2f..%2fsleep")]
    [InlineData("POST", "/sleep")]
    [InlineData("POST", "/v1/load_lora_adapter")]
    [InlineData("GET", "http://127.0.0.1/admin/fleet")]
    public async Task No_spelling_of_a_path_leads_from_the_clients_listener_to_operators_or_to_engines_own_paths(string method, string path)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var body = method == "POST" ? GatewayUnderTest.ChatBody() : "";
        var answer = await RawClient.TalkAsync(gateway.Url, $"{method} {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.Matches("^HTTP/1.1 (400|404|405) ", answer);
        Assert.Empty(engine.Arrived);
    }

    [Theory]
    [InlineData("""[{"type":"image_url","image_url":{"url":"URL"}}]""")]
    [InlineData("""[{"type":"input_audio","input_audio":{"data":"URL","format":"wav"}}]""")]
    public async Task The_gateway_calls_no_address_that_a_request_names(string content)
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var named = content.Replace("URL", $"http://{target.LocalEndpoint}/x", StringComparison.Ordinal);
        using var answer = await gateway.PostAsync(
            "/v1/chat/completions", $$"""{"model":"model-a","messages":[{"role":"user","content":{{named}}}]}""", h => h.Add("X-Forwarded-Host", target.LocalEndpoint.ToString()));
        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(target.Pending());
    }
}
