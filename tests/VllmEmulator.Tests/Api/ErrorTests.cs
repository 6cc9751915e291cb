using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class ErrorTests
{
    private const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    [Theory]
    [InlineData("{\"model\":", 400, "Bad Request", null, "JSON decode error")]
    [InlineData("[]", 400, "Bad Request", null, "JSON object")]
    [InlineData("{\"model\":\"nope\"," + Hello + "}", 404, "NotFoundError", "model", "The model `nope` does not exist.")]
    [InlineData("{" + Hello + "}", 400, "BadRequestError", "model", "'model' is required")]
    [InlineData("{\"model\":\"alias\"}", 400, "BadRequestError", "messages", "'messages' must be a list")]
    [InlineData("{\"model\":\"alias\",\"messages\":[1]}", 400, "BadRequestError", "messages", "must be an object")]
    [InlineData("{\"model\":\"alias\",\"max_tokens\":0," + Hello + "}", 400, "BadRequestError", "max_tokens", "max_tokens must be at least 1, got 0.")]
    [InlineData("{\"model\":\"alias\",\"messages\":[{\"role\":\"user\",\"content\":[1]}]}", 400, "BadRequestError", "messages", "part must be an object")]
    [InlineData("{\"model\":\"alias\",\"n\":1000000000," + Hello + "}", 400, "BadRequestError", "n", "n must be at most 128")]
    [InlineData("{\"model\":\"alias\",\"n\":0," + Hello + "}", 400, "BadRequestError", "n", "n must be at least 1, got 0.")]
    [InlineData("{\"model\":\"alias\",\"priority\":\"high\"," + Hello + "}", 400, "BadRequestError", "priority", "must be an integer")]
    [InlineData("{\"model\":\"alias\",\"stop\":[\"\"]," + Hello + "}", 400, "BadRequestError", "stop", "empty string")]
    [InlineData("{\"model\":\"alias\",\"stream_options\":{}," + Hello + "}", 400, "BadRequestError", "stream_options", "`stream=True`")]
    [InlineData("{\"model\":\"alias\",\"max_tokens\":1999," + Hello + "}", 400, "BadRequestError", "max_tokens", "(1999 > 2000 - 5)")]
    public async Task A_wrong_request_is_told_what_is_wrong_in_openai_shape(string request, int status, string type, string? parameter, string message)
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (actual, body) = await replica.PostText("/v1/chat/completions", request);
        var error = body.GetProperty("error");
        Assert.Equal(status, actual);
        Assert.Equal(status, error.GetProperty("code").GetInt32());
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal(parameter, error.GetProperty("param").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_in_vllms_words()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat(new string('x', 9000), maxTokens: null));
        Assert.Equal(400, status);
        Assert.Contains(
            "This model's maximum context length is 2000 tokens. However, your request has 2253 input tokens.",
            body.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("POST", "/health", 405)]
    [InlineData("POST", "/sleep?level=9", 400)]
    public async Task Unknown_paths_and_methods_are_refused(string method, string path, int status)
    {
        await using var replica = await ReplicaUnderTest.Open();
        using var answer = await replica.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(status, (int)answer.StatusCode);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(status, error.GetProperty("code").GetInt32());
    }
}
