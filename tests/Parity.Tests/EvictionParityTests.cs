using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Routing;
using SageServe.Simulator;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

/// <summary>
/// Patient work gives way alike live and simulated: the same flow decides it from the same facts, both shells carry it out in the same
/// order, and what gave way is done in the end.
/// </summary>
public sealed class EvictionParityTests
{
    private const int Lines = 80;
    private const int Calls = 48;
    private const int OutputTokens = 200;
    private const int Replicas = 2;

    /// <summary>Sequences are all that is short: two replicas hold 32 each.</summary>
    private static readonly ModelFlowOptions Routing = new()
    {
        ReplicaBoundSeconds = 1000,
        PrefillBoundSeconds = 1000,
        DeferredBoundShare = 1,
        Patient = new PatientOptions { PrefillSeconds = 1000 },
    };

    /// <summary>Room alone decides, so that the replicas are full in a moment.</summary>
    private static readonly ReleaseOptions Release = new() { CutTo = 1 };

    [Fact]
    public void In_the_simulator()
    {
        var patients = Enumerable.Range(0, Lines).Select(_ => SmallWorld.Request(0, 8, OutputTokens, ServiceTier.NonInteractive, streaming: false));
        var interactive = Enumerable.Range(0, Calls).Select(i => SmallWorld.Request(2 + i / 8 * 0.5, 8, 20, streaming: i % 2 == 0));
        using var log = new MemoryStream();
        var scenario = SmallWorld.Scenario([.. patients, .. interactive], Replicas) with { Routing = Routing, Release = Release, Decisions = log };
        var report = Simulation.Run(scenario, 1);
        Assert.Equal((Lines + Calls, 0), (report.Completed, report.Pending));
        var gaveWay = Check([.. Encoding.UTF8.GetString(log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(report.Evictions, gaveWay);
    }

    [Fact]
    public async Task In_a_live_region()
    {
        await using var region = await LiveRegion.Start(Adjust);
        var batch = await SubmitAsync(region);
        var asked = new List<Task<HttpResponseMessage>>();
        await Eventually.True(
            async () =>
            {
                asked.AddRange(Enumerable.Range(0, 4).Select(_ => AskAsync(region)));
                return (await region.Http.GetStringAsync(region.Metrics)).Contains("decision=\"evict\",reason=\"evicted-for-interactive\"", StringComparison.Ordinal);
            },
            "some gave way",
            TimeSpan.FromSeconds(30));
        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
            answer.Dispose();
        }

        var counts = "";
        await Eventually.True(
            async () =>
            {
                var now = await region.Http.GetFromJsonAsync<JsonElement>(new Uri(region.Public, "/v1/batches/" + batch));
                counts = now.GetProperty("request_counts").GetRawText();
                return now.GetProperty("status").GetString() == "completed";
            },
            "the batch is completed",
            TimeSpan.FromSeconds(90));
        Assert.Equal($$"""{"total":{{Lines}},"completed":{{Lines}},"failed":0}""", counts);
        var log = (await region.EndAndReadLogs()).Routing;
        Check(log);

        // The releases tell of every line, of those that gave way more than once.
        var released = log.Select(RecordedRun.Parse).Where(r => r.Room == ReleaseRecord.Room).ToList();
        Assert.True(released.Sum(r => r.Effects.GetProperty("count").GetInt64()) > Lines);
        Assert.All(released, r => Assert.Equal(("m", "m:east", "valley"), (r.Key, r.Input.GetProperty("lane").GetString(), r.Input.GetProperty("rule").GetString())));
        Assert.Equal(released.Count, Replay.Run(SmallWorld.Catalog, log).Told);
    }

    private static void Adjust(JsonObject gateway)
    {
        gateway["Release"] = new JsonObject { ["CutTo"] = Release.CutTo };
        gateway["Routing"] = new JsonObject
        {
            ["ReplicaBoundSeconds"] = Routing.ReplicaBoundSeconds,
            ["PrefillBoundSeconds"] = Routing.PrefillBoundSeconds,
            ["DeferredBoundShare"] = Routing.DeferredBoundShare,
            ["Patient"] = new JsonObject { ["PrefillSeconds"] = Routing.Patient.PrefillSeconds },
        };
    }

    /// <summary>The log keeps the order of evictions, and fresh rooms decide each of them again.</summary>
    private static int Check(List<string> lines)
    {
        var records = lines.Select(RecordedRun.Parse).ToList();
        DoorOrder.Check(records);
        var gaveWay = EvictionOrder.Check(records, Routing.Patient.EvictionsPerSecond, Replicas);
        Assert.True(gaveWay > 0);
        var replay = Replay.Run(SmallWorld.Catalog, lines);
        Assert.Empty(replay.Differences);
        Assert.Equal(0, replay.Skipped);
        return gaveWay;
    }

    private static async Task<string> SubmitAsync(LiveRegion region)
    {
        var line = """{"custom_id":"N","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"N is to be continued"}],"max_tokens":M,"ignore_eos":true}}""";
        var lines = Enumerable.Range(0, Lines).Select(n => line.Replace("N", $"{n}", StringComparison.Ordinal).Replace("M", $"{OutputTokens}", StringComparison.Ordinal));
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new StringContent(string.Join('\n', lines)), "file", "input.jsonl" } };
        using var file = await region.Http.PostAsync(new Uri(region.Public, "/v1/files"), form);
        var id = (await file.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var batch = await region.Http.PostAsJsonAsync(
            new Uri(region.Public, "/v1/batches"), new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" });
        return (await batch.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static Task<HttpResponseMessage> AskAsync(LiveRegion region) => region.Http.PostAsJsonAsync(
        region.Chat, new { model = "m", messages = new[] { new { role = "user", content = "now" } }, max_tokens = 20, ignore_eos = true, stream = true });
}
