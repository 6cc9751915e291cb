using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>
/// What Kestrel refuses before there is a request is an error in OpenAI's shape, too. Over HTTP/2 it resets the stream or ends the connection
/// instead, and nothing can be said.
/// </summary>
public sealed class ServerRefusalTests
{
    private const string Host = "Host: h\r\n";

    public static readonly TheoryData<string, int, string> Refused = new()
    {
        { $"GET /v1/models HTTP/1.1\r\n{Host}x: {new string('y', 3000)}\r\n\r\n", 431, "headers_too_large" },
        { $"GET /v1/models HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 30).Select(i => $"x-{i}: 1\r\n"))}\r\n", 431, "headers_too_large" },
        { $"GET /v1/{new string('y', 400)} HTTP/1.1\r\n{Host}\r\n", 414, "uri_too_long" },
        { $"GET /v1/models HTTP/1.1\r\n{Host}", 408, "request_timeout" },
        { "complete nonsense\r\n\r\n", 400, "invalid_http" },
        { $"GET  /v1/models HTTP/1.1\r\n{Host}\r\n", 400, "invalid_http" },
        { "GET /v1/models HTTP/1.1\r\n\r\n", 400, "invalid_http" },
        { "GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "invalid_http" },
        { $"GET /v1/models HTTP/1.1\r\n{Host}no colon\r\n\r\n", 400, "invalid_http" },
        { $"POST /v1/chat/completions HTTP/1.1\r\n{Host}Content-Length: many\r\n\r\n", 400, "invalid_http" },
        { $"GET /v1/models HTTP/3.7\r\n{Host}\r\n", 505, "http_version_not_supported" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_has_a_body_that_SDKs_read_and_an_id(string request, int status, string code)
    {
        await using var gateway = await StartAsync();
        AssertError(await RawClient.TalkAsync(gateway.Url, request), status, code);
    }

    [Fact]
    public async Task A_refusal_after_good_requests_on_the_same_connection_has_its_own_body_and_the_clients_id()
    {
        await using var gateway = await StartAsync();
        const string Good = "GET /v1/models HTTP/1.1\r\nHost: h\r\n\r\n";
        var all = await RawClient.TalkAsync(gateway.Url, Good + Good + $"GET /v1/models HTTP/1.1\r\n{Host}x-request-id: my-own\r\nno colon\r\n\r\n");

        var answers = all.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, answers.Length);
        Assert.All(answers.Take(2), a => Assert.StartsWith("200", a, StringComparison.Ordinal));
        Assert.DoesNotContain("\"error\"", answers[0] + answers[1], StringComparison.Ordinal);
        AssertError("HTTP/1.1 " + answers[2], 400, "invalid_http");
        Assert.Contains("x-request-id: my-own\r\n", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anthropics_clients_get_their_shape_and_HEAD_gets_no_body()
    {
        await using var gateway = await StartAsync();
        var messages = await RawClient.TalkAsync(gateway.Url, $"POST /v1/messages HTTP/1.1\r\n{Host}x: {new string('y', 3000)}\r\n\r\n");
        Assert.Contains("""{"type":"error","error":{"type":"invalid_request_error",""", messages, StringComparison.Ordinal);

        var head = await RawClient.TalkAsync(gateway.Url, $"HEAD /v1/models HTTP/1.1\r\n{Host}x: {new string('y', 3000)}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_TLS_it_is_the_same()
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        var file = folder.Write("gateway.pem", authority.Sign());
        await using var gateway = await StartAsync(g =>
        {
            g["PublicUrl"] = g["PublicUrl"]!.GetValue<string>().Replace("http://", "https://", StringComparison.Ordinal);
            g["Tls"] = new JsonObject { ["CertificateFile"] = file };
        });
        AssertError(await RawClient.TalkAsync(gateway.Url.Replace("http://", "https://", StringComparison.Ordinal), $"GET /v1/models HTTP/1.1\r\n{Host}x: {new string('y', 3000)}\r\n\r\n"), 431, "headers_too_large");
        AssertError(await RawClient.TalkAsync(gateway.AdminUrl, "complete nonsense\r\n\r\n"), 400, "invalid_http");
    }

    [Fact]
    public async Task What_an_endpoint_throws_is_an_error_with_an_id_too()
    {
        await using var gateway = await StartAsync();

        // A body that is cut in the middle of a chunk, sent to an endpoint that reads it by itself.
        var answer = await RawClient.TalkAsync(gateway.AdminUrl, $"POST /admin/keys HTTP/1.1\r\n{Host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        Assert.Matches("^HTTP/1.1 4[0-9][0-9]", answer);
        Assert.Contains("\"error\"", answer, StringComparison.Ordinal);
        Assert.Contains("x-request-id: ", answer, StringComparison.Ordinal);
    }

    private static Task<GatewayUnderTest> StartAsync(Action<JsonObject>? adjust = null) => GatewayUnderTest.StartAsync(new GatewaySetup
    {
        Adjust = g =>
        {
            g["Limits"] = new JsonObject { ["MaxHeaderBytes"] = 2000, ["MaxHeaderCount"] = 20, ["MaxRequestLineBytes"] = 300, ["HeaderTimeout"] = "00:00:01" };
            adjust?.Invoke(g);
        },
    });

    private static void AssertError(string answer, int status, string code)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        var (headers, body) = (answer.Split("\r\n\r\n")[0], answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Matches("x-request-id: [A-Za-z0-9_-]{6,}", headers);
        Assert.Contains("Content-Type: application/json", headers, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}", headers, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal((code, "invalid_request_error"), (error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
    }

    /// <summary>Sends these bytes and reads until the gateway closes.</summary>
}
