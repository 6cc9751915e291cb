using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Every path of the engines' API that is served, and what becomes of the others.</summary>
public sealed class PathTests
{
    public static readonly TheoryData<string, string> Served = new()
    {
        { "/v1/chat/completions", """{"model":"model-a","messages":[{"role":"user","content":"x"}]}""" },
        { "/v1/completions", """{"model":"model-a","prompt":["x","y"]}""" },
        { "/v1/embeddings", """{"model":"model-a","input":[[1,2],[3]]}""" },
        { "/v1/responses", """{"model":"model-a","instructions":"be short","input":[{"role":"user","content":[{"type":"input_text","text":"x"}]}]}""" },
        { "/v1/responses", """{"model":"model-a","input":"x","stream":false}""" },
        { "/v1/messages", """{"model":"model-a","max_tokens":9,"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":"x"}]}""" },
        { "/v1/messages/count_tokens", """{"model":"model-a","messages":[{"role":"user","content":"x"}]}""" },
        { "/v1/rerank", """{"model":"model-a","query":"q","documents":["a",{"text":"b"}],"top_n":1}""" },
        { "/rerank", """{"model":"model-a","query":"q","documents":["a"]}""" },
        { "/v1/score", """{"model":"model-a","text_1":"q","text_2":["a","b"]}""" },
        { "/score", """{"model":"model-a","text_1":"q","text_2":"a"}""" },
        { "/tokenize", """{"model":"model-a","prompt":"x"}""" },
        { "/tokenize", """{"model":"model-a","messages":[{"role":"user","content":"x"}]}""" },
        { "/detokenize", """{"model":"model-a","tokens":[1,2,3]}""" },
    };

    [Theory]
    [MemberData(nameof(Served))]
    public async Task A_served_path_reaches_the_engine_under_the_same_name_with_the_same_bytes(string path, string body)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Arrived.TryDequeue(out var seen));
        Assert.Equal((path, body), (seen.Path, Encoding.UTF8.GetString(seen.Bytes)));
    }

    [Theory]
    [InlineData("/v1/responses", "{\"model\":\"model-a\"}", "input")]
    [InlineData("/v1/responses", "{\"model\":\"model-a\",\"instructions\":\"alone is no prompt\"}", "input")]
    [InlineData("/v1/rerank", "{\"model\":\"model-a\"}", "query")]
    [InlineData("/v1/score", "{\"model\":\"model-a\",\"text_1\":null}", "text_1")]
    [InlineData("/tokenize", "{\"model\":\"model-a\"}", "prompt")]
    [InlineData("/detokenize", "{\"model\":\"model-a\"}", "tokens")]
    [InlineData("/tokenize", "{\"prompt\":\"x\"}", "model")]
    public async Task What_a_path_cannot_do_without_is_named(string path, string body, string param)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        using var response = await gateway.PostAsync(path, body);

        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.BadRequest, "missing_required_parameter", param);
    }

    [Fact]
    public async Task A_path_that_is_listed_passes_through_and_one_that_is_not_is_404()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["PassThroughPaths"] = new JsonArray("/v1/audio/speech") };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        const string Body = """{ "model":"model-a","voice":"x","input_text":{"a":[1]} }""";

        using var listed = await gateway.PostAsync("/v1/audio/speech", Body);
        using var other = await gateway.PostAsync("/v1/audio/translations", Body);

        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        Assert.Equal("/v1/audio/speech", engine.Arrived.Single().Path);
        Assert.Equal(Body, Encoding.UTF8.GetString(engine.Arrived.Single().Bytes));
        await RefusalTests.AssertErrorAsync(other, HttpStatusCode.NotFound, "unknown_url", null);
        Assert.StartsWith("req_", other.Headers.GetValues(HeaderNames.RequestId).Single());
        Assert.Equal("2020-10-01", other.Headers.GetValues(HeaderNames.OpenAiVersion).Single());
    }

    [Theory]
    [InlineData("/v2/x", "below /v1/")]
    [InlineData("/v1/*", "below /v1/")]
    [InlineData("/v1/a/../b", "below /v1/")]
    [InlineData("/v1/files/x", "of the gateway itself")]
    [InlineData("/v1/chat/completions", "of the gateway itself")]
    public void A_path_that_may_not_be_listed_is_a_fault_of_the_configuration(string path, string problem) =>
        Assert.Contains(problem, Assert.Single(PassThroughRules.Problems([path])));
}
