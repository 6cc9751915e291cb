using System.Runtime.InteropServices;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class EmbeddingTests
{
    [Fact]
    public async Task Vectors_have_unit_length_and_follow_from_their_input()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (status, body) = await replica.Post("/v1/embeddings", new { model = "alias", input = new[] { "a", "b", "a" } });
        Assert.Equal(200, status);
        var vectors = body.GetProperty("data").EnumerateArray()
            .Select(d => d.GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()).ToArray()).ToArray();
        Assert.All(vectors, v => Assert.Equal(1, v.Sum(x => x * x), 0.001));
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.Equal(3, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Base64_holds_the_same_numbers_as_the_list()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var list = await Embedding(replica, "float");
        var packed = await Embedding(replica, "base64");
        var numbers = MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(packed.GetString()!)).ToArray();
        Assert.Equal(8, numbers.Length);
        Assert.Equal(list.EnumerateArray().Select(v => v.GetSingle()), numbers);
    }

    private static async Task<JsonElement> Embedding(ReplicaUnderTest replica, string format)
    {
        var (_, body) = await replica.Post("/v1/embeddings", new { model = "alias", input = "a text", dimensions = 8, encoding_format = format });
        return body.GetProperty("data")[0].GetProperty("embedding");
    }
}
