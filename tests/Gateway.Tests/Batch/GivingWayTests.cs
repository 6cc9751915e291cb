using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>A line that runs gives way to an interactive request: on the sockets, in the queue and in the metrics.</summary>
public sealed class GivingWayTests
{
    [Fact]
    public async Task A_line_that_gives_way_is_taken_from_its_engine_goes_back_uncounted_and_is_done_once()
    {
        await using var engine = await FakeEngine.StartAsync();
        var (line, stream) = (Gate(), Gate());
        engine.Gate = line;
        using var folder = new TemporaryFolder();
        var setup = new GatewaySetup { Catalog = OneAtATime(), Adjust = g => g["DataDirectory"] = folder.Root };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        var lost = await LostTokensAsync(gateway);
        var id = await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"));
        await Eventually.True(() => engine.Requests == 1, "the line is with the engine");
        await Eventually.True(() => TokensTaken(gateway) > 0, "some of its answer is taken as made");

        // The only sequence of the only replica.
        engine.Gate = stream;
        using var answer = await gateway.ChatAsync(stream: true);
        await Eventually.True(() => engine.Canceled == 1, "the engine saw that the line was taken back");
        Assert.Equal(2, engine.Requests);
        await Eventually.True(() => AttemptsOf(folder["queue.db"]) == 0, "the line is in the queue, with no attempt counted");
        Assert.True(await LostTokensAsync(gateway) > lost);
        var counts = (await BatchCalls.UntilAsync(gateway.Client, id, ["in_progress"])).GetProperty("request_counts").GetRawText();
        Assert.Equal("""{"total":1,"completed":0,"failed":0}""", counts);

        engine.Gate = null;
        stream.SetResult();
        Assert.Equal("[DONE]", (await SseText.AllAsync(answer))[^1]);
        var batch = await BatchCalls.UntilAsync(gateway.Client, id, ["completed", "failed"]);
        var output = await gateway.Client.GetStringAsync($"/v1/files/{batch.GetProperty("output_file_id").GetString()}/content");
        var only = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("one", JsonDocument.Parse(only).RootElement.GetProperty("custom_id").GetString());
        Assert.Equal((3, 1), (engine.Requests, engine.Canceled));
        line.SetResult();
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CatalogDocument OneAtATime()
    {
        var catalog = TestCatalog.Document(TimeSpan.FromMinutes(1));
        return catalog with { Profiles = [.. catalog.Profiles.Select(p => p with { MaxSequences = 1, ReferenceSequences = 1 })] };
    }

    /// <summary>Of the expected output of the patient work there, what the flow takes as made.</summary>
    private static long TokensTaken(GatewayUnderTest gateway)
    {
        var work = new List<InstanceWork>();
        gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model].ReadWork(work);
        return work is [{ Patient: { Waiting: 0, OutputTokens: > 0 } }] ? 1 : 0;
    }

    /// <summary>Failed attempts as the index has them of its only line while nobody has that; null while somebody has, or it is not there.</summary>
    private static int? AttemptsOf(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        file.Open();
        using var read = file.CreateCommand();
        read.CommandText = "SELECT text FROM entries WHERE token <= 0";
        return read.ExecuteScalar() is string text ? int.Parse(text.Split('|')[6], CultureInfo.InvariantCulture) : null;
    }

    private static async Task<double> LostTokensAsync(GatewayUnderTest gateway)
    {
        const string Name = "sageserve_deferred_lost_output_tokens_total{model=\"model-a\"} ";
        var metrics = await gateway.Admin.GetStringAsync("/metrics");
        var line = metrics.Split('\n').Single(l => l.StartsWith(Name, StringComparison.Ordinal));
        return double.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }
}
