using System.Net;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Everything that is refused before routing, in the shape that OpenAI's SDKs read.</summary>
public sealed class RefusalTests
{
    private const string Chat = "/v1/chat/completions";

    public static readonly TheoryData<string, string, string?> BadBodies = new()
    {
        { "{", "invalid_json", null },
        { "[]", "invalid_json", null },
        { "{\"model\":\"model-a\",\"messages\":[{}]} x", "invalid_json", null },
        { "", "missing_body", null },
        { "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", "missing_required_parameter", "model" },
        { "{\"model\":\"model-a\"}", "missing_required_parameter", "messages" },
        { "{\"model\":\"model-a\",\"messages\":[]}", "invalid_value", "messages" },
        { "{\"model\":\"model-a\",\"messages\":\"x\"}", "invalid_type", "messages" },
        { "{\"model\":7,\"messages\":[{}]}", "invalid_type", "model" },
        { "{\"model\":\"model-a\",\"stream\":\"yes\",\"messages\":[{}]}", "invalid_type", "stream" },
        { "{\"model\":\"model-a\",\"max_tokens\":-1,\"messages\":[{}]}", "invalid_type", "max_tokens" },
        { "{\"model\":\"model-a\",\"service_tier\":\"gold\",\"messages\":[{}]}", "unsupported_service_tier", "service_tier" },
        { "{\"model\":\"model-a\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}", "invalid_json", null },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_400_with_code_and_param(string body, string code, string? param)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        using var response = await gateway.PostAsync(Chat, body);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, code, param);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_400()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var bytes = Encoding.UTF8.GetBytes("{\"model\":\"model-a\",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}");
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");

        using var response = await gateway.Client.PostAsync(Chat, content);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "invalid_utf8", null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_whether_its_length_is_told_or_not(bool tellsLength)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { MaxBodyBytes = 2000 });
        using var content = new StringContent(GatewayUnderTest.ChatBody("\"x\":\"" + new string('y', 3000) + "\","), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = content };
        request.Headers.TransferEncodingChunked = !tellsLength;

        using var response = await gateway.Client.SendAsync(request);

        await AssertErrorAsync(response, HttpStatusCode.RequestEntityTooLarge, "request_too_large", null);
    }

    [Fact]
    public async Task Another_media_type_is_415()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var content = new StringContent(GatewayUnderTest.ChatBody(), Encoding.UTF8, "text/plain");

        using var response = await gateway.Client.PostAsync(Chat, content);

        await AssertErrorAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", null);
    }

    [Fact]
    public async Task An_unknown_model_path_or_method_is_404_or_405_in_the_same_shape()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        await AssertErrorAsync(await gateway.ChatAsync(model: "gpt-9"), HttpStatusCode.NotFound, "model_not_found", "model");
        await AssertErrorAsync(await gateway.PostAsync("/v1/images", "{}"), HttpStatusCode.NotFound, "unknown_url", null);
        await AssertErrorAsync(await gateway.Client.GetAsync("/v1/models/gpt-9"), HttpStatusCode.NotFound, "model_not_found", "model");
        var wrongMethod = await gateway.Client.GetAsync(Chat);
        await AssertErrorAsync(wrongMethod, HttpStatusCode.MethodNotAllowed, "method_not_allowed", null);
        Assert.Equal("POST", wrongMethod.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task Metrics_and_admin_are_not_on_the_public_listener()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        foreach (var path in new[] { "/metrics", "/admin/fleet", "/healthz/ready" })
        {
            using var outside = await gateway.Client.GetAsync(path);
            using var inside = await gateway.Admin.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (outside.StatusCode, inside.StatusCode));
        }
    }

    internal static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code, string? param)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        var error = JsonDocument.Parse(body).RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.False(string.IsNullOrEmpty(error.GetProperty("type").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
    }
}
