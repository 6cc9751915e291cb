using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Limits of the listeners, over plain sockets.</summary>
public sealed class ListenerLimitTests
{
    private const string Slow = "POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"model\":";

    [Fact]
    public async Task A_slow_body_is_408_in_OpenAIs_shape_and_slow_headers_are_408()
    {
        await using var gateway = await StartAsync(new JsonObject { ["RateGrace"] = "00:00:01.5", ["HeaderTimeout"] = "00:00:01" });

        Assert.Contains("\"code\":\"request_timeout\"", await TalkAsync(gateway, Slow), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", await TalkAsync(gateway, "GET /v1/models HTTP/1.1\r\nHost: h\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_too_large_or_too_many_are_431_and_a_line_too_long_is_414()
    {
        await using var gateway = await StartAsync(new JsonObject { ["MaxHeaderBytes"] = 2000, ["MaxHeaderCount"] = 20, ["MaxRequestLineBytes"] = 300 });
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"x-{i}: 1\r\n"));

        Assert.StartsWith("HTTP/1.1 431", await TalkAsync(gateway, $"GET /v1/models HTTP/1.1\r\nHost: h\r\nx: {new string('y', 3000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await TalkAsync(gateway, $"GET /v1/models HTTP/1.1\r\nHost: h\r\n{many}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await TalkAsync(gateway, $"GET /v1/{new string('y', 400)} HTTP/1.1\r\nHost: h\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await TalkAsync(gateway, "GET /v1/models HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connection_too_many_of_an_address_is_told_so_and_there_is_room_again_when_one_ends()
    {
        await using var gateway = await StartAsync(new JsonObject { ["MaxConnectionsPerAddress"] = 2 });
        const string Models = "GET /v1/models HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        using (await OpenAsync(gateway))
        {
            using var second = await OpenAsync(gateway);
            await Eventually.True(
                async () => (await TalkAsync(gateway, Models)).Contains("too_many_connections", StringComparison.Ordinal), "the third connection is refused");
            Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/version")).StatusCode);
        }

        await Eventually.True(async () => (await TalkAsync(gateway, Models)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal), "there is room again");
    }

    private static Task<GatewayUnderTest> StartAsync(JsonObject limits) => GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["Limits"] = limits });

    private static async Task<TcpClient> OpenAsync(GatewayUnderTest gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(gateway.Url).Port);
        return client;
    }

    /// <summary>Sends these bytes and reads until the gateway closes.</summary>
    private static async Task<string> TalkAsync(GatewayUnderTest gateway, string text)
    {
        using var client = await OpenAsync(gateway);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Closed while our bytes were under way; what was answered stands.
        }

        return answer.ToString();
    }
}
