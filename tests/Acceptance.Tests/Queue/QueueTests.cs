using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SageServe.Acceptance.Tests;

/// <summary>Every verb of <c>sageserve queue</c> against a real gateway, which has no replicas: what is submitted waits.</summary>
public sealed class QueueTests
{
    private const int Lines = 12;

    private static readonly string Program = Path.Combine(
        Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    [Fact]
    public async Task Patient_work_is_listed_shown_drained_rebuilt_cancelled_and_retried()
    {
        await using var gateway = await LoneGateway.StartAsync();
        using var client = await ClientAsync(gateway);
        var id = await SubmitAsync(gateway, client);

        // :: It waits in its lane, and cannot be done in time without replicas
        QueueDocument queue = null!;
        await Eventually.True(
            async () =>
            {
                queue = await JsonAsync(gateway, SharedJson.Default.QueueDocument, "list");
                return queue.Lanes.Any(l => ItemsOf(l) == Lines) && queue.Batches.Any(b => b.Feasible is false);
            },
            "the lines wait");
        var lane = queue.Lanes.Single(l => ItemsOf(l) == Lines);
        Assert.Equal(("llama-3.1-8b", 1), (lane.Model.Value, lane.Groups));
        Assert.Contains(lane.Members, m => m.Gateway == queue.Gateway);
        Assert.Equal((id, "acme", Lines), (queue.Batches.Single().Id, queue.Batches.Single().Tenant.Value, queue.Batches.Single().Total));
        var table = await RunAsync(gateway, "list");
        Assert.Contains(id, table, StringComparison.Ordinal);
        Assert.Contains("late", table, StringComparison.Ordinal);

        // :: Closely
        var detail = await JsonAsync(gateway, SharedJson.Default.QueueBatchDetail, "show", id);
        Assert.Equal((id, (long)Lines), (detail.Batch.Id, detail.Waiting + detail.Delayed + detail.Leased));
        Assert.Contains($"{Lines}: 0 completed, 0 failed, {Lines} left", await RunAsync(gateway, "show", id), StringComparison.Ordinal);

        // :: Drained, and not any more
        Assert.Contains("No patient work is released", await RunAsync(gateway, "drain"), StringComparison.Ordinal);
        Assert.StartsWith("DRAINED", await RunAsync(gateway, "list"), StringComparison.Ordinal);
        Assert.Contains("released again", await RunAsync(gateway, "drain", "--resume"), StringComparison.Ordinal);
        Assert.DoesNotContain("DRAINED", await RunAsync(gateway, "list"), StringComparison.Ordinal);

        // :: Nothing was missing
        Assert.Contains($"{Lines} line(s) left: 0 were missing", await RunAsync(gateway, "rebuild"), StringComparison.Ordinal);

        // :: What runs cannot be retried; once cancelled, its lines make a new batch
        var early = await CommandLineTool.Run(Program, Arguments(gateway, "retry", id));
        Assert.Equal(2, early.ExitCode);
        Assert.Contains("Cancel it first", early.Errors, StringComparison.Ordinal);
        Assert.Contains("cancel", await RunAsync(gateway, "cancel", id), StringComparison.Ordinal);
        await Eventually.True(async () => (await JsonAsync(gateway, SharedJson.Default.QueueBatchDetail, "show", id)).Batch.Status == "cancelled", "it is cancelled");
        Assert.Contains("batch_cancelled", await RunAsync(gateway, "show", id), StringComparison.Ordinal);
        Assert.DoesNotContain(id, await RunAsync(gateway, "list"), StringComparison.Ordinal);
        Assert.Contains(id, await RunAsync(gateway, "list", "--all", "--limit", "20"), StringComparison.Ordinal);
        var made = await JsonAsync(gateway, SharedJson.Default.QueueAction, "retry", id);
        Assert.Equal(Lines, made.Lines);
        var again = await client.GetFromJsonAsync<JsonElement>(new Uri($"{gateway.Url}/v1/batches/{made.Batch}"), TestContext.Current.CancellationToken);
        Assert.Equal(("24h", id), (again.GetProperty("completion_window").GetString(), again.GetProperty("metadata").GetProperty("retry_of").GetString()));
    }

    [Fact]
    public async Task What_is_not_there_is_said_in_a_sentence()
    {
        await using var gateway = await LoneGateway.StartAsync();
        var unknown = await CommandLineTool.Run(Program, Arguments(gateway, "show", "batch_none"));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("No batch found with id 'batch_none'", unknown.Errors, StringComparison.Ordinal);
        var without = await CommandLineTool.Run(Program, ["queue", "list", "--admin", gateway.AdminUrl]);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("admin key is missing or wrong", without.Errors, StringComparison.Ordinal);
    }

    /// <summary>What is urgent is let go although nobody can take it, and comes back after a pause.</summary>
    private static long ItemsOf(QueueLane lane) => lane.Waiting + lane.Delayed + lane.Leased;

    private static async Task<HttpClient> ClientAsync(LoneGateway gateway)
    {
        var made = await CommandLineTool.Run(Program, ["keys", "create", "--tenant", "acme", "--json", "--admin", gateway.AdminUrl, "--admin-key-file", gateway.AdminKeyFile]);
        Assert.True(made.ExitCode == 0, made.Errors);
        var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", JsonSerializer.Deserialize(made.Output, SharedJson.Default.CreatedKey)!.Key);
        return client;
    }

    private static async Task<string> SubmitAsync(LoneGateway gateway, HttpClient client)
    {
        var lines = string.Concat(Enumerable.Range(0, Lines).Select(i => JsonSerializer.Serialize(new
        {
            custom_id = $"line-{i}", method = "POST", url = "/v1/chat/completions", body = new { model = "llama-3.1-8b", messages = new[] { new { role = "user", content = "Hello" } } },
        }) + "\n"));
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(lines)), "file", "in.jsonl" } };
        var file = await PostAsync(client, gateway.Url + "/v1/files", form);
        using var request = JsonContent.Create(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });
        return await PostAsync(client, gateway.Url + "/v1/batches", request);
    }

    private static async Task<string> PostAsync(HttpClient client, string url, HttpContent content)
    {
        using var answer = await client.PostAsync(new Uri(url), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<T> JsonAsync<T>(LoneGateway gateway, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, params string[] arguments) =>
        JsonSerializer.Deserialize(await RunAsync(gateway, [.. arguments, "--json"]), type)!;

    private static async Task<string> RunAsync(LoneGateway gateway, params string[] arguments)
    {
        var result = await CommandLineTool.Run(Program, Arguments(gateway, arguments));
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }

    private static string[] Arguments(LoneGateway gateway, params string[] arguments) =>
        ["queue", .. arguments, "--admin", gateway.AdminUrl, "--admin-key-file", gateway.AdminKeyFile];
}
