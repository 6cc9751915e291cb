using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>Bodies go on byte for byte; what the gateway does not know is none of its business.</summary>
public sealed class BodyBytesTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

    public static readonly TheoryData<string> Bodies =
    [
        "{\"model\":\"model-a\"," + Messages + ",\"from_the_future\":{\"a\":[1,{\"b\":null}]},\"x\":true}",
        "\n\t { \"model\"\r\n :\t\"model-a\" ,\n" + Messages + "\n}\r\n \n",
        "{\"model\":\"model-a\",\"messages\":[{\"role\":\"user\",\"content\":\"\\u00e9\\ud83d\\ude00 \\/ \u00e9\ud83d\ude00 \\u0000\"}]}",
        "{\"m\\u006fdel\":\"model\\u002da\"," + Messages + "}",
        "{\"model\":\"other\",\"model\":\"model-a\",\"temperature\":1,\"temperature\":0.5," + Messages + "}",
        "{\"model\":\"model-a\",\"big\":123456789012345678901234567890.5e+400,\"neg\":-0.0,\"seed\":18446744073709551616," + Messages + "}",
        "{\"model\":\"model-a\",\"max_tokens\":99999999999999999999," + Messages + "}",
        "{\"model\":\"model-a\",\"max_tokens\":16.0,\"metadata\":[1],\"user\":7," + Messages + "}",
        "{\"model\":\"model-a\",\"\":\"\",\"\\ud83d\\ude00\":1," + Messages + "}",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Odd_bodies_arrive_as_they_were_sent(string body)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync("/v1/chat/completions", body);

        Assert.True(HttpStatusCode.OK == response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal(body, Encoding.UTF8.GetString(engine.Arrived.Single().Bytes));
    }

    [Fact]
    public async Task AiGateway805_a_large_body_goes_through_whole()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { MaxBodyBytes = 16 * 1024 * 1024 }, engine);
        var text = new string('y', 12_000_000);
        var image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + text + "\"}}";
        var body = Encoding.UTF8.GetBytes("{\"model\":\"model-a\",\"messages\":[{\"role\":\"user\",\"content\":[" + image + "]}]}");
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);

        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Assert.Equal(SHA256.HashData(body), SHA256.HashData(engine.Arrived.Single().Bytes));
    }

    [Fact]
    public async Task A_text_longer_than_any_context_may_be_tokenized()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync("/tokenize", $"{{\"model\":\"model-a\",\"prompt\":\"{new string('y', 500_000)}\"}}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
