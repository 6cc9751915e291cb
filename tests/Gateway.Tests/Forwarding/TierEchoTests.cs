using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary><c>service_tier</c> of an answer is the tier that was used, where the request asked for one.</summary>
public sealed class TierEchoTests
{
    [Theory]
    [InlineData("""{"id":"x","choices":[]}""", """{"service_tier":"flex","id":"x","choices":[]}""")]
    [InlineData("""{"id":"x","service_tier": null ,"usage":{}}""", """{"id":"x","service_tier": "flex" ,"usage":{}}""")]
    [InlineData("""{"a":{"service_tier":"auto"},"service_tier":"auto"}""", """{"a":{"service_tier":"auto"},"service_tier":"flex"}""")]
    [InlineData("{ }", "{\"service_tier\":\"flex\" }")]
    [InlineData("[1]", "[1]")]
    [InlineData("{\"cut\\ud800\":1,", "{\"cut\\ud800\":1,")]
    [InlineData("{\"cut\":", "{\"cut\":")]
    public void A_whole_answer_says_it_once(string json, string expected) => Assert.Equal(expected, Edit(json, (echo, bytes, output) => echo.WriteWhole(bytes, output)));

    [Theory]
    [InlineData("data: {\"id\":\"x\"}\n\n", "data: {\"service_tier\":\"flex\",\"id\":\"x\"}\n\n")]
    [InlineData("data:{\"service_tier\":null}\r\n\r\n", "data:{\"service_tier\":\"flex\"}\r\n\r\n")]
    [InlineData("data: [DONE]\n\n", "data: [DONE]\n\n")]
    [InlineData(": comment\n\n", ": comment\n\n")]
    public void An_event_says_it_too(string one, string expected) => Assert.Equal(expected, Edit(one, (echo, bytes, output) => echo.WriteEvent(bytes, output)));

    [Theory]
    [InlineData("event: response.created\ndata: {\"response\":{\"id\":\"r\",\"service_tier\":\"auto\"},\"type\":\"t\"}\n\n", "event: response.created\ndata: {\"response\":{\"id\":\"r\",\"service_tier\":\"flex\"},\"type\":\"t\"}\n\n")]
    [InlineData("event: e\ndata: {\"delta\":\"x\"}\n\n", "event: e\ndata: {\"delta\":\"x\"}\n\n")]
    public void A_Responses_event_says_it_in_its_response(string one, string expected) =>
        Assert.Equal(expected, Edit(one, (echo, bytes, output) => echo.WriteEvent(bytes, output), isNested: true));

    [Theory]
    [InlineData("auto", false, "default")]
    [InlineData("default", true, "default")]
    [InlineData("priority", false, "priority")]
    [InlineData("priority", true, "priority")]
    [InlineData("scale", false, "default")]
    public async Task The_answer_names_the_tier_that_was_used(string asked, bool stream, string used)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync($"\"service_tier\":\"{asked}\",", stream);
        string[] answers = stream ? [.. (await SseText.AllAsync(response)).SkipLast(1)] : [await response.Content.ReadAsStringAsync()];

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(answers, a => Assert.Equal(used, JsonDocument.Parse(a).RootElement.GetProperty("service_tier").GetString()));
        Assert.Equal(stream ? 5 : 1, answers.Length);
    }

    [Fact]
    public async Task Priority_beyond_the_tenants_ramp_is_served_as_default_and_says_so()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["PriorityRamp"] = new JsonObject { ["FloorTokensPerMinute"] = 30, ["Growth"] = 0 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        var answers = new List<(string? Says, string Tier)>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.ChatAsync("\"service_tier\":\"priority\",\"max_tokens\":16,\"ignore_eos\":true,", stream: i == 2);
            var body = i == 2 ? (await SseText.AllAsync(response))[0] : await response.Content.ReadAsStringAsync();
            answers.Add((JsonDocument.Parse(body).RootElement.GetProperty("service_tier").GetString(), response.Headers.GetValues(HeaderNames.Tier).Single()));
        }

        // 22 tokens each; a new minute may begin between two of them, which allows one more.
        Assert.Equal(("priority", "interactive-fast"), answers[0]);
        Assert.Contains(("default", "interactive-normal"), answers);
        Assert.All(answers, a => Assert.Contains(a, new[] { ("priority", "interactive-fast"), ((string?)"default", "interactive-normal") }));
    }

    [Fact]
    public async Task An_answer_to_a_request_that_asked_for_no_tier_is_not_touched()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);

        Assert.DoesNotContain(await SseText.AllAsync(response), e => e.Contains("service_tier"));
    }

    private static string Edit(string text, Action<TierEcho, byte[], IBufferWriter<byte>> edit, bool isNested = false)
    {
        var output = new ArrayBufferWriter<byte>();
        edit(new TierEcho("flex", isNested), Encoding.UTF8.GetBytes(text), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
