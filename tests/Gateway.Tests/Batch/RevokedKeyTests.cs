using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>A batch whose key was taken away before its lines ran.</summary>
public sealed class RevokedKeyTests
{
    private const int Lines = 3;

    [Fact]
    public async Task What_is_left_of_a_batch_fails_with_its_own_code_once_the_key_is_revoked()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup
        {
            KeysJson = KeyTests.Document("""{"id":"good","sha256":"GOOD","tenant":"acme"}""", """{"id":"west","sha256":"WEST","tenant":"acme"}"""),
        });
        using var client = Client(gateway, "sk-good");
        var batch = await SubmitAsync(client);

        // Nothing serves yet: all lines wait.
        using var revoked = await gateway.Admin.DeleteAsync("/admin/keys/good");
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-1", engine.Url));

        using var other = Client(gateway, "sk-west");
        JsonElement seen = default;
        await Eventually.True(
            async () => (seen = await other.GetFromJsonAsync<JsonElement>($"/v1/batches/{batch}")).GetProperty("status").GetString() == "completed", "the batch has ended");
        Assert.Equal(Lines, seen.GetProperty("request_counts").GetProperty("failed").GetInt32());
        var errors = await other.GetStringAsync($"/v1/files/{seen.GetProperty("error_file_id").GetString()}/content");
        Assert.Equal(Lines, errors.Split('\n').Count(l => l.Contains("\"code\":\"key_revoked\"", StringComparison.Ordinal)));
        Assert.Equal(0, engine.Requests);

        // A batch of a key that stands runs.
        var next = await SubmitAsync(other);
        await Eventually.True(
            async () => (await other.GetFromJsonAsync<JsonElement>($"/v1/batches/{next}")).GetProperty("status").GetString() == "completed", "the other one has ended");
        Assert.Equal(Lines, engine.Requests);
    }

    private static HttpClient Client(GatewayUnderTest gateway, string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(gateway.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    private static async Task<string> SubmitAsync(HttpClient client)
    {
        var lines = Enumerable.Range(1, Lines).Select(n => BatchHost.Line($"line-{n}", "hello", "model-a"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', lines))), "file", "input.jsonl" },
        };
        using var uploaded = await client.PostAsync("/v1/files", form);
        var file = (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var created = await client.PostAsJsonAsync("/v1/batches", new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Eventually.True(
            async () => (await client.GetFromJsonAsync<JsonElement>($"/v1/batches/{id}")).GetProperty("status").GetString() != "validating", "it is validated");
        return id;
    }
}
