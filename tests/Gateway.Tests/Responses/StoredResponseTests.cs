using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Responses that an engine keeps in its memory, with real emulated engines: whatever refers to one reaches the replica that has it.</summary>
public sealed class StoredResponseTests
{
    private const string Path = "/v1/responses";

    [Fact]
    public async Task Every_turn_of_a_conversation_reaches_the_replica_that_keeps_the_last_one()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        await using var gateway = await StartAsync(emulator);
        var replicas = new HashSet<string>();
        for (var conversation = 0; conversation < 4; conversation++)
        {
            // Side by side, so that each conversation begins where the other is not.
            var (one, first) = await TurnAsync(gateway, null, stream: false);
            var (two, second) = await TurnAsync(gateway, null, stream: true);
            for (var turn = 0; turn < 3; turn++)
            {
                (one, var again) = await TurnAsync(gateway, one, stream: turn % 2 == 0);
                (two, var other) = await TurnAsync(gateway, two, stream: turn % 2 == 1);
                Assert.Equal((first, second), (again, other));
            }

            replicas.UnionWith([first, second]);
        }

        Assert.NotEmpty(replicas);
        var story = (await AdminStories.AnswerAsync(gateway, "/admin/requests?limit=1")).Requests[0];
        Assert.True(story.Steps[0].Reasons!.Value.Contains(ReasonCode.StoredResponse), $"{story.Steps[0].Reasons}");
    }

    [Fact]
    public async Task A_stored_response_is_read_and_a_background_one_is_polled_and_cancelled()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        await using var gateway = await StartAsync(emulator);
        var (id, replica) = await TurnAsync(gateway, null, stream: false);

        using var read = await gateway.Client.GetAsync($"{Path}/{id}");
        Assert.Equal((HttpStatusCode.OK, replica), (read.StatusCode, read.Headers.GetValues(HeaderNames.Replica).Single()));
        Assert.Equal((id, "incomplete"), await StatusAsync(read));
        using var tooLate = await gateway.Client.PostAsync($"{Path}/{id}/cancel", null);
        Assert.Equal(HttpStatusCode.BadRequest, tooLate.StatusCode);
        Assert.Contains("Cannot cancel", await tooLate.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var background = await BackgroundAsync(gateway, tokens: 5);
        await Eventually.True(async () => (await GetAsync(gateway, background)).Status == "incomplete", "the background response has all its tokens");
        var cancelled = await BackgroundAsync(gateway, tokens: 10_000);
        using var cancel = await gateway.Client.PostAsync($"{Path}/{cancelled}/cancel", null);
        Assert.Equal(HttpStatusCode.OK, cancel.StatusCode);
        await Eventually.True(async () => (await GetAsync(gateway, cancelled)).Status == "cancelled", "the background response is cancelled");
    }

    [Fact]
    public async Task When_the_replica_is_gone_the_answer_is_410_and_for_strangers_and_unknown_ids_404()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        var keys = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme"}""", """{"sha256":"WEST","tenant":"other"}""");
        await using var gateway = await StartAsync(emulator, new GatewaySetup { KeysJson = keys });
        var (id, replica) = await TurnAsync(gateway, null, stream: true, "sk-good");

        foreach (var (key, wanted) in new[] { ("sk-west", id), ("sk-good", "resp_unknown") })
        {
            using var turn = await PostAsync(gateway, wanted, false, key);
            await RefusalTests.AssertErrorAsync(turn, HttpStatusCode.NotFound, "response_not_found", "previous_response_id");
            using var read = await ReadAsync(gateway, wanted, key);
            await RefusalTests.AssertErrorAsync(read, HttpStatusCode.NotFound, "response_not_found", null);
        }

        using var keyless = await ReadAsync(gateway, id, "sk-bad");
        await RefusalTests.AssertErrorAsync(keyless, HttpStatusCode.Unauthorized, "invalid_api_key", null);
        gateway.SetFleet([.. (await emulator.ReplicasAsync()).Where(r => r.Id.Value != replica)]);
        await gateway.ReadyAsync(1);
        using var late = await PostAsync(gateway, id, true, "sk-good");
        await RefusalTests.AssertErrorAsync(late, HttpStatusCode.Gone, "response_gone", "previous_response_id");
        using var gone = await ReadAsync(gateway, id, "sk-good");
        await RefusalTests.AssertErrorAsync(gone, HttpStatusCode.Gone, "response_gone", null);
    }

    [Fact]
    public async Task A_response_that_another_region_made_is_continued_and_read_there()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var west = await StartAsync(emulator, new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) });
        await using var east = await GatewayUnderTest.StartAsync(new GatewaySetup { Region = "east", Url = eastUrl, Peer = ("west", westUrl) });
        await Eventually.True(
            () => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 2), "east knows of west's replicas");

        var (id, replica) = await TurnAsync(east, null, stream: true);
        for (var turn = 0; turn < 3; turn++)
        {
            (id, var again) = await TurnAsync(east, id, stream: turn == 1);
            Assert.Equal(replica, again);
        }

        using var read = await east.Client.GetAsync($"{Path}/{id}");
        Assert.Equal((id, "incomplete"), await StatusAsync(read));
        Assert.Equal("west", read.Headers.GetValues(HeaderNames.Region).Single());
    }

    [Fact]
    public async Task Turns_may_come_to_any_gateway_of_the_region_and_strangers_find_nothing_at_either()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        string[] urls = [GatewayUnderTest.Address(), GatewayUnderTest.Address()];
        var keys = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme"}""", """{"sha256":"WEST","tenant":"other"}""");
        GatewaySetup Setup(int index) => new()
        {
            Url = urls[index],
            KeysJson = keys,
            Adjust = g => g["Siblings"] = new JsonObject { ["Urls"] = new JsonArray([.. urls.Select(u => JsonValue.Create(u))]), ["Beat"] = "00:00:00.100" },
        };
        await using var first = await StartAsync(emulator, Setup(0));
        await using var second = await StartAsync(emulator, Setup(1));
        GatewayUnderTest[] both = [first, second];
        await Eventually.True(() => both.All(g => g.Services.GetRequiredService<SiblingLoop>().Circle.Ids.Length == 1), "they know each other");

        var (id, replica) = await TurnAsync(first, null, stream: true, "sk-good");
        for (var turn = 1; turn < 5; turn++)
        {
            (id, var again) = await TurnAsync(both[turn % 2], id, stream: turn % 2 == 0, "sk-good");
            Assert.Equal(replica, again);
        }

        (id, _) = await TurnAsync(first, null, stream: false, "sk-good");
        using var stranger = await ReadAsync(second, id, "sk-west");
        await RefusalTests.AssertErrorAsync(stranger, HttpStatusCode.NotFound, "response_not_found", null);
        using var read = await ReadAsync(second, id, "sk-good");
        Assert.Equal((id, "incomplete"), await StatusAsync(read));
        using var unknown = await ReadAsync(second, "resp_unknown", "sk-good");
        await RefusalTests.AssertErrorAsync(unknown, HttpStatusCode.NotFound, "response_not_found", null);
    }

    private static async Task<GatewayUnderTest> StartAsync(EmulatorProcess emulator, GatewaySetup? setup = null)
    {
        var replicas = await emulator.ReplicasAsync();
        var gateway = await GatewayUnderTest.StartAsync(setup ?? new GatewaySetup());
        gateway.SetFleet(replicas);
        await gateway.ReadyAsync(replicas.Length);
        return gateway;
    }

    private static async Task<(string Id, string Replica)> TurnAsync(GatewayUnderTest gateway, string? previous, bool stream, string? key = null)
    {
        using var response = await PostAsync(gateway, previous, stream, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        var json = JsonNode.Parse(stream ? text.Split("\n\n")[0].Split("data: ")[1] : text)!;
        return ((stream ? json["response"]! : json)["id"]!.GetValue<string>(), response.Headers.GetValues(HeaderNames.Replica).Single());
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayUnderTest gateway, string? previous, bool stream, string? key) => gateway.PostAsync(
        Path,
        new JsonObject { ["model"] = "model-a", ["input"] = "hello there", ["max_output_tokens"] = 5, ["stream"] = stream, ["previous_response_id"] = previous }.ToJsonString(),
        headers => headers.TryAddWithoutValidation("Authorization", key is null ? null : "Bearer " + key));

    private static Task<HttpResponseMessage> ReadAsync(GatewayUnderTest gateway, string id, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{id}");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        return gateway.Client.SendAsync(request);
    }

    private static async Task<string> BackgroundAsync(GatewayUnderTest gateway, int tokens)
    {
        using var response = await gateway.PostAsync(Path, $$"""{"model":"model-a","input":"hello","background":true,"max_output_tokens":{{tokens}},"ignore_eos":true}""");
        var (id, status) = await StatusAsync(response);
        Assert.Equal("queued", status);
        return id;
    }

    private static async Task<(string Id, string Status)> GetAsync(GatewayUnderTest gateway, string id)
    {
        using var response = await gateway.Client.GetAsync($"{Path}/{id}");
        return await StatusAsync(response);
    }

    private static async Task<(string Id, string Status)> StatusAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        using var json = JsonDocument.Parse(text);
        return (json.RootElement.GetProperty("id").GetString()!, json.RootElement.GetProperty("status").GetString()!);
    }
}
