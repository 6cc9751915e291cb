using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class FaultTests
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task A_delay_comes_before_the_answer_and_goes_when_cleared()
    {
        await using var replica = await ReplicaUnderTest.Open();
        replica.Replica.Faults.Set(new ReplicaFaultDocument(DelaySeconds: 0.3));
        var watch = Stopwatch.StartNew();
        await replica.Post(Path, ReplicaUnderTest.Chat(maxTokens: 1));
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.29), $"answered after {watch.Elapsed}");
    }

    [Fact]
    public async Task Errors_come_at_their_rate_and_in_the_same_places_for_the_same_seed()
    {
        var first = await Outcomes();
        Assert.InRange(first.Count(s => s == 502), 5, 35);
        Assert.Equal(first, await Outcomes());

        static async Task<int[]> Outcomes()
        {
            await using var replica = await ReplicaUnderTest.Open();
            replica.Replica.Faults.Set(new ReplicaFaultDocument(ErrorRate: 0.5, ErrorStatus: 502));
            var statuses = new List<int>();
            for (var i = 0; i < 40; i++)
            {
                statuses.Add((await replica.Post(Path, ReplicaUnderTest.Chat(maxTokens: 1))).Status);
            }

            return [.. statuses];
        }
    }

    [Fact]
    public async Task A_request_with_the_poison_seed_fails_every_time_and_others_do_not()
    {
        await using var replica = await ReplicaUnderTest.Open();
        replica.Replica.Faults.Set(new ReplicaFaultDocument(PoisonSeed: 666));
        var poison = new { model = ReplicaUnderTest.Model, seed = 666, max_tokens = 1, messages = new[] { new { role = "user", content = "Tell me a story." } } };
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(500, (await replica.Post(Path, poison)).Status);
            Assert.Equal(200, (await replica.Post(Path, ReplicaUnderTest.Chat(maxTokens: 1))).Status);
        }
    }

    [Fact]
    public async Task A_hung_replica_answers_nothing_until_it_is_mended()
    {
        await using var replica = await ReplicaUnderTest.Open();
        replica.Replica.Faults.Set(new ReplicaFaultDocument(Hang: true));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => replica.Http.GetAsync("/health", patience.Token));
        replica.Replica.Faults.Set(null);
        (await replica.Http.GetAsync("/health")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_stream_is_cut_after_that_many_tokens(int tokens)
    {
        await using var replica = await ReplicaUnderTest.Open();
        replica.Replica.Faults.Set(new ReplicaFaultDocument(CutAfterTokens: tokens));
        var (text, isWhole) = await ReadUntilEnd(replica);
        Assert.False(isWhole);
        // One chunk more than tokens: the role comes first.
        Assert.Equal(tokens == 0 ? 0 : tokens + 1, text.Split("data: ", StringSplitOptions.RemoveEmptyEntries).Length);
        await Eventually.True(() => replica.Replica.Loop.Read().Running == 0, "the engine is free");
    }

    [Fact]
    public async Task A_stopped_replica_tells_a_stream_that_has_begun()
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 0.02);
        var reading = ReadUntilEnd(replica, maxTokens: 1500);
        await Eventually.True(() => replica.Replica.Loop.Read().GenerationTokens > 3, "tokens flow");
        await replica.Server.StopAsync();
        var (text, isWhole) = await reading;
        Assert.True(isWhole);
        var last = text.Split("data: ", StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Equal(503, JsonDocument.Parse(last).RootElement.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_killed_replica_drops_its_connections_and_its_port()
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 0.02);
        var reading = ReadUntilEnd(replica, maxTokens: 1500);
        await Eventually.True(() => replica.Replica.Loop.Read().GenerationTokens > 3, "tokens flow");
        await replica.Server.KillAsync();
        Assert.False((await reading).IsWhole);
        await Assert.ThrowsAsync<HttpRequestException>(() => replica.Http.GetAsync("/health"));
    }

    private static async Task<(string Text, bool IsWhole)> ReadUntilEnd(ReplicaUnderTest replica, int maxTokens = 20)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { model = "alias", ignore_eos = true, max_tokens = maxTokens, stream = true, messages = new[] { new { role = "user", content = "x" } } }) };
        var text = "";
        try
        {
            using var answer = await replica.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is { } line)
            {
                text += line + "\n";
            }

            return (text, true);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (text, false);
        }
    }
}
