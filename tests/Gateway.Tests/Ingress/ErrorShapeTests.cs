using System.Net;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Errors are JSON that the path's own clients read, whoever made them.</summary>
public sealed class ErrorShapeTests
{
    private const string Messages = "/v1/messages";

    [Fact]
    public async Task Anthropics_clients_get_their_own_shape_for_whatever_is_wrong()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { MaxBodyBytes = 2000, KeysJson = """{"keys":[]}""" });

        await AssertAnthropicAsync(await gateway.PostAsync(Messages, "{}"), HttpStatusCode.Unauthorized, "authentication_error");
        await AssertAnthropicAsync(await gateway.Client.GetAsync(Messages), HttpStatusCode.MethodNotAllowed, "invalid_request_error");
        await AssertAnthropicAsync(await gateway.PostAsync(Messages + "/batches", "{}"), HttpStatusCode.NotFound, "not_found_error");
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "invalid_request_error")]
    [InlineData("""{"model":"no-such","messages":[{}]}""", HttpStatusCode.NotFound, "not_found_error")]
    [InlineData("""{"model":"model-a","messages":[{"role":"user","content":"x"}]}""", HttpStatusCode.ServiceUnavailable, "overloaded_error")]
    public async Task Anthropics_types_follow_the_status(string body, HttpStatusCode status, string type)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromMilliseconds(1) });

        await AssertAnthropicAsync(await gateway.PostAsync(Messages, body), status, type);
    }

    [Theory]
    [InlineData("""{"model":"\ud800","messages":[{}]}""", "invalid_json")]
    [InlineData("""{"model":"model-a","user":"\udc00","messages":[{}]}""", "invalid_json")]
    [InlineData("""{"model":"model-a","messages":[{}],"x":1e}""", "invalid_json")]
    [InlineData("""{"model":"model-a","messages":[{}],"max_tokens":1.5}""", "invalid_type")]
    [InlineData("""{"model":"model-a","messages":[{}],"n":"2"}""", "invalid_type")]
    [InlineData("""{"model":"  ","messages":[{}]}""", "missing_required_parameter")]
    [InlineData("""{"model":null,"messages":[{}]}""", "missing_required_parameter")]
    public async Task Nonsense_is_400_and_says_what(string body, string code)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        using var response = await gateway.PostAsync("/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Malformed_JSON_is_told_with_its_place_and_deep_nesting_with_the_limit()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var deep = new string('[', BodyParser.MaxDepth) + new string(']', BodyParser.MaxDepth);

        using var malformed = await gateway.PostAsync("/v1/chat/completions", "{\n\"model\":\"model-a\",\n  oops}");
        using var nested = await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"model-a\",\"x\":{deep}}}");

        Assert.Contains("line 3, byte 2", await malformed.Content.ReadAsStringAsync());
        await RefusalTests.AssertErrorAsync(nested, HttpStatusCode.BadRequest, "nesting_too_deep", null);
    }

    [Fact]
    public async Task A_compressed_body_is_415_and_not_nonsense()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var content = new ByteArrayContent([0x1F, 0x8B, 8, 0]);
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);

        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_content_encoding", null);
    }

    [Theory]
    [InlineData("text/html", "<html><body>404</body></html>", "The model's server answered 404 and nothing else.")]
    [InlineData("text/plain", "no such thing", "The model's server answered 404: no such thing")]
    public async Task An_engines_error_that_is_no_JSON_is_wrapped_with_its_status(string type, string body, string message)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Says = (404, type, body);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.NotFound, "upstream_error", null);
        using var again = await gateway.ChatAsync();
        Assert.Equal(message, JsonDocument.Parse(await again.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_engine_that_refuses_the_gateways_key_is_no_fault_of_the_clients_key()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Says = (401, "application/json", """{"error":"Unauthorized"}""");
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync();

        Assert.True((int)response.StatusCode is 502 or 503, $"{(int)response.StatusCode}");
        Assert.DoesNotContain("Unauthorized", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\",\"error\":{")]
    [InlineData("/v1/responses", "event: error\ndata: {\"type\":\"error\",\"code\":\"stream_broken\",")]
    [InlineData("/v1/completions", "data: {\"error\":{")]
    public void A_broken_stream_ends_in_the_words_of_its_path(string path, string begin)
    {
        var error = new ApiError(502, ApiErrors.ServerErrorType, "stream_broken", "It broke.");
        var text = Encoding.UTF8.GetString(ErrorJson.ToEvent(error, EngineRoute.DialectOf(path)).Span);

        Assert.StartsWith(begin, text);
        Assert.EndsWith("}\n\n", text);
    }

    private static async Task AssertAnthropicAsync(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal("error", root.GetProperty("type").GetString());
        Assert.Equal(type, root.GetProperty("error").GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(root.GetProperty("error").GetProperty("message").GetString()));
        Assert.True(response.Headers.Contains(HeaderNames.RequestId));
    }
}
