using System.Net;
using System.Net.Http.Json;
using SageServe.Simulator;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

public sealed class LiveParityTests
{
    [Fact]
    public async Task What_a_live_region_was_told_gives_the_same_effects_in_fresh_rooms()
    {
        await using var region = await LiveRegion.Start();
        var victim = (await region.Replicas()).Replicas.First(r => r.State == ReplicaState.Ready).Id;
        var answers = Enumerable.Range(0, 60).Select(i => Ask(region, i)).ToList();
        await Task.WhenAny(answers);
        await region.Kill(victim);
        var statuses = await Task.WhenAll(answers);
        Assert.True(statuses.Count(s => s == HttpStatusCode.OK) > 30, string.Join(' ', statuses));

        var (routing, planning) = await region.EndAndReadLogs();
        var flow = Replay.Run(SmallWorld.Catalog, routing);
        Assert.Empty(flow.Differences);
        Assert.True(flow.Skipped == 0 && flow.Replayed > 120, $"{flow.Replayed} replayed, {flow.Skipped} skipped");
        var plan = Replay.Run(SmallWorld.Catalog, planning);
        Assert.Empty(plan.Differences);
        Assert.True(plan.Skipped == 0 && plan.Replayed > 0);
        DoorOrder.Check(routing.Concat(planning).Select(RecordedRun.Parse));
    }

    private static async Task<HttpStatusCode> Ask(LiveRegion region, int number)
    {
        using var answer = await region.Http.PostAsJsonAsync(region.Chat, new
        {
            model = "m",
            messages = new[] { new { role = "user", content = $"{number} " + new string('x', 200 + 20 * number) } },
            max_tokens = 5 + number % 20,
            ignore_eos = true,
            stream = number % 2 == 0,
        });
        try
        {
            await answer.Content.LoadIntoBufferAsync();
        }
        catch (HttpRequestException)
        {
            // The killed replica takes its streams with it; that is what the log has to explain too.
        }

        return answer.StatusCode;
    }
}
