using System.Net;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

/// <summary>What a replica keeps of <c>/v1/responses</c>, and what it says of what it does not keep.</summary>
public sealed class StoredResponseTests
{
    private const string Path = "/v1/responses";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_kept_and_can_be_continued_unless_it_was_not_to_be_stored(bool stream)
    {
        await using var replica = await ReplicaUnderTest.Open();
        using var kept = await replica.Http.PostAsync(Path, Body($$"""{"model":"alias","input":"x","max_output_tokens":3,"stream":{{(stream ? "true" : "false")}}}"""));
        var id = IdIn(await kept.Content.ReadAsStringAsync());
        using var unkept = await replica.Http.PostAsync(Path, Body("""{"model":"alias","input":"x","max_output_tokens":3,"store":false}"""));
        var other = IdIn(await unkept.Content.ReadAsStringAsync());

        using var read = JsonDocument.Parse(await replica.Http.GetStringAsync($"{Path}/{id}"));
        Assert.Equal((id, "incomplete"), (read.RootElement.GetProperty("id").GetString(), read.RootElement.GetProperty("status").GetString()));
        var (status, next) = await replica.Post(Path, new { model = "alias", input = "y", max_output_tokens = 3, previous_response_id = id });
        Assert.Equal((200, id), (status, next.GetProperty("previous_response_id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await replica.Http.GetAsync($"{Path}/{other}")).StatusCode);
        Assert.Equal(404, (await replica.Post(Path, new { model = "alias", input = "y", previous_response_id = other })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await replica.Http.PostAsync($"{Path}/{id}/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await replica.Http.DeleteAsync($"{Path}/{id}")).StatusCode);
    }

    [Fact]
    public async Task In_the_background_it_is_queued_at_first_and_has_to_be_stored()
    {
        await using var replica = await ReplicaUnderTest.Open();
        var (_, queued) = await replica.Post(Path, new { model = "alias", input = "x", max_output_tokens = 3, background = true });
        Assert.Equal(("queued", true), (queued.GetProperty("status").GetString(), queued.GetProperty("background").GetBoolean()));
        await Eventually.True(
            async () => (await replica.Http.GetStringAsync($"{Path}/{queued.GetProperty("id").GetString()}")).Contains("\"status\":\"incomplete\"", StringComparison.Ordinal), "it has its tokens");
        Assert.Equal(400, (await replica.Post(Path, new { model = "alias", input = "x", background = true, store = false })).Status);
    }

    private static StringContent Body(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static string IdIn(string text) => "resp_" + text.Split("\"id\":\"resp_")[1].Split('"')[0];
}
