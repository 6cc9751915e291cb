using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class OperationsTests
{
    [Fact]
    public async Task Health_version_load_and_models_answer()
    {
        await using var replica = await ReplicaUnderTest.Open();
        Assert.Equal(HttpStatusCode.OK, (await replica.Http.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await replica.Http.GetAsync("/ping")).StatusCode);
        Assert.NotEmpty((await replica.Http.GetFromJsonAsync<JsonElement>("/version")).GetProperty("version").GetString()!);
        Assert.Equal(0, (await replica.Http.GetFromJsonAsync<JsonElement>("/load")).GetProperty("server_load").GetInt32());
        var models = (await replica.Http.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("data").EnumerateArray();
        Assert.Equal([ReplicaUnderTest.Model, "alias"], models.Select(m => m.GetProperty("id").GetString()));
        Assert.All(models, m => Assert.Equal(2000, m.GetProperty("max_model_len").GetInt32()));
    }

    [Fact]
    public async Task Tokenizing_counts_bytes_and_can_be_undone()
    {
        await using var replica = await ReplicaUnderTest.Open();
        const string text = "Grüße, 世界!";
        var (_, tokens) = await replica.Post("/tokenize", new { model = "alias", prompt = text });
        Assert.Equal(Tokenizer.Count(text), tokens.GetProperty("count").GetInt32());
        var (_, back) = await replica.Post("/detokenize", new { model = "alias", tokens = tokens.GetProperty("tokens") });
        Assert.Equal(text, back.GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task A_sleeping_engine_generates_nothing_until_it_wakes()
    {
        await using var replica = await ReplicaUnderTest.Open();
        (await replica.Http.PostAsync("/sleep?level=1", null)).EnsureSuccessStatusCode();
        Assert.True((await replica.Http.GetFromJsonAsync<JsonElement>("/is_sleeping")).GetProperty("is_sleeping").GetBoolean());
        var (asleep, error) = await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat());
        Assert.Equal((503, 503), (asleep, error.GetProperty("error").GetProperty("code").GetInt32()));
        (await replica.Http.PostAsync("/wake_up", null)).EnsureSuccessStatusCode();
        Assert.False((await replica.Http.GetFromJsonAsync<JsonElement>("/is_sleeping")).GetProperty("is_sleeping").GetBoolean());
        Assert.Equal(200, (await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat())).Status);
    }

    [Fact]
    public async Task A_draining_replica_takes_nothing_new_and_is_idle_when_its_last_call_ends()
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 0.02);
        var running = replica.Post("/v1/completions", new { model = "alias", prompt = "x", ignore_eos = true, max_tokens = 150 });
        await Eventually.True(() => replica.Replica.ActiveCalls == 1, "the call is in");
        var idle = replica.Replica.DrainAsync();
        Assert.Equal(503, (await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat())).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await replica.Http.GetAsync("/health")).StatusCode);
        Assert.False(idle.IsCompleted);
        Assert.Equal(200, (await running).Status);
        await idle.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
