using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class CompletionTests
{
    private const string Path = "/v1/completions";

    [Fact]
    public async Task A_completion_is_sixteen_tokens_unless_told_otherwise()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post(Path, new { model = "alias", prompt = "Once upon a time", ignore_eos = true });
        Assert.Equal(200, status);
        Assert.Equal("text_completion", body.GetProperty("object").GetString());
        Assert.Equal(16, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Echo_repeats_the_prompt(bool stream)
    {
        await using var replica = await ReplicaUnderTest.Open();
        var body = new { model = "alias", prompt = "Say \"hi\"\n", echo = true, max_tokens = 2, stream };
        var text = stream
            ? string.Concat((await replica.Stream(Path, body))[..^1].Select(e => Text(JsonDocument.Parse(e).RootElement, 0)))
            : Text((await replica.Post(Path, body)).Body, 0);
        Assert.StartsWith("Say \"hi\"\n", text, StringComparison.Ordinal);
        Assert.Equal("Say \"hi\"\n".Length + 8, text.Length);
    }

    [Fact]
    public async Task Several_prompts_and_token_ids_each_get_their_answers()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, texts) = await replica.Post(Path, new { model = "alias", prompt = new[] { "one two", "three" }, n = 2, max_tokens = 3 });
        Assert.Equal([0, 1, 2, 3], texts.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("index").GetInt32()));
        Assert.NotEqual(Text(texts, 0), Text(texts, 2));
        var (_, ids) = await replica.Post(Path, new { model = "alias", prompt = new[] { 11, 22, 33, 44, 55 }, max_tokens = 3 });
        Assert.Equal(5, ids.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    private static string Text(JsonElement body, int choice) => body.GetProperty("choices")[choice].GetProperty("text").GetString()!;
}
