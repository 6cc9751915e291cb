using System.Net.Sockets;

namespace SageServe.Gateway.Tests;

/// <summary>The address that the chart gives a gateway whose pods have IPv6.</summary>
public sealed class DualStackTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_listener_on_every_address_of_IPv6_takes_both(string host)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        var port = FreePort.Find();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Url = $"http://[::]:{port}" }, engine);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{host}:{port}") };
        using var content = new StringContent(GatewayUnderTest.ChatBody(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/v1/chat/completions", content);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
