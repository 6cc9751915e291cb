using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Load that fills the engines' time and hardly any KV cache, on sockets.</summary>
public sealed class PressureTests
{
    [Fact]
    public async Task Prompts_that_leave_kv_almost_empty_spill_to_the_other_region_and_keep_patient_work_waiting()
    {
        await using var near = await FakeEngine.StartAsync();
        await using var far = await FakeEngine.StartAsync();
        near.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        far.Gate = near.Gate;
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var west = await GatewayUnderTest.StartAsync(new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) }, far);
        await using var east = await GatewayUnderTest.StartAsync(new GatewaySetup { Region = "east", Url = eastUrl, Peer = ("west", westUrl), HoldLimit = TimeSpan.FromMinutes(2), RecordsDecisions = true }, near);
        await Eventually.True(
            () => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 1), "east knows of west's replica");

        // Prompts of a quarter of a second each and no token yet: little of them is the engine's half second of prefill, the rest goes
        // west until that is full too and one waits. The engines' metrics say 10 % of KV all the time.
        var prompt = string.Concat(Enumerable.Repeat("many words ", 1000));
        var calls = new List<Task<HttpResponseMessage>>();
        while (Held(east) == 0 && calls.Count < 20)
        {
            calls.Add(east.PostAsync("/v1/chat/completions", $$"""{"model":"model-a","max_tokens":1,"messages":[{"role":"user","content":"{{prompt}}"}]}"""));
            var sent = calls.Count;
            await Eventually.True(() => near.Requests + far.Requests + Held(east) == sent, $"{sent} requests are at engines or held");
        }

        var running = (near.Requests, far.Requests);
        Assert.True(running is { Item1: > 0, Item2: > 0 } && Held(east) == 1, $"{running}, {Held(east)} held");

        // A patient call is offered to the flow and given back, again and again.
        var flex = east.ChatAsync("\"service_tier\":\"flex\",");
        await Eventually.True(() => Decisions(east).Contains("\"evict\"", StringComparison.OrdinalIgnoreCase), "patient work is given back");
        Assert.Equal(running, (near.Requests, far.Requests));

        near.Gate.SetResult();
        using var answer = await flex.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var regions = new HashSet<string>();
        foreach (var call in calls)
        {
            using var served = await call.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            regions.Add(served.Headers.GetValues(HeaderNames.Region).Single());
        }

        Assert.Equal(["east", "west"], regions.Order());
    }

    private static int Held(GatewayUnderTest gateway) => gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model].Read().Held.Sum();

    private static string Decisions(GatewayUnderTest gateway)
    {
        using var file = new FileStream(gateway.DecisionLogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
