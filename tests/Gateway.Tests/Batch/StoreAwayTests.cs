using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>What interactive traffic notices of a deferred store that is away: nothing.</summary>
public sealed class StoreAwayTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_the_store_away_interactive_requests_are_answered_and_batches_refused(bool paused)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var engine = await FakeEngine.StartAsync();
        using var log = new LogCatcher();
        var setup = new GatewaySetup { Log = log, Adjust = g => g["Store"] = new JsonObject { ["Kind"] = "redis", ["Redis"] = redis.Endpoint } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        await (paused ? redis.PauseAsync() : redis.KillAsync());

        // A call of the store is under way all the while: it takes two seconds on a paused server.
        var listed = gateway.Client.GetAsync(new Uri("/v1/batches", UriKind.Relative));
        var made = UploadAsync(gateway.Client);
        for (var i = 0; i < 20; i++)
        {
            using var answer = await gateway.ChatAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        (await listed).Dispose();
        var file = await made;
        using (var answer = await TryCreateAsync(gateway.Client, file))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.StatusCode, answer.Headers.Contains("Retry-After")));
        }

        await (paused ? redis.ResumeAsync() : redis.StartAgainAsync());
        await Eventually.True(
            async () =>
            {
                using var answer = await TryCreateAsync(gateway.Client, file);
                return answer.StatusCode == HttpStatusCode.OK;
            },
            "work resumes by itself");

        // However many calls failed, the log has one line for each time that it went.
        await Eventually.True(() => Count(log, "The deferred store is back after") > 0, "it is said that the store is back");
        Assert.InRange(Count(log, "The deferred store is away"), 1, Count(log, "The deferred store is back after") + 1);
    }

    private static int Count(LogCatcher log, string text) => log.Lines.Count(l => l.Text.StartsWith(text, StringComparison.Ordinal));

    private static async Task<string> UploadAsync(HttpClient client)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(BatchHost.Line("one", "x", model: "model-a"))), "file", "input.jsonl" },
        };
        using var answer = await client.PostAsync(new Uri("/v1/files", UriKind.Relative), form);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> TryCreateAsync(HttpClient client, string file)
    {
        using var body = JsonContent.Create(new { input_file_id = file, endpoint = BatchCalls.Chat, completion_window = "24h" });
        return await client.PostAsync(new Uri("/v1/batches", UriKind.Relative), body);
    }
}
