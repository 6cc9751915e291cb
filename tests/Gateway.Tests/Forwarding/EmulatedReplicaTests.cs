using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>The gateway before the real emulator: its timing, its metrics, its faults.</summary>
public sealed class EmulatedReplicaTests
{
    [Fact]
    public async Task Killing_one_of_two_replicas_fails_no_request_that_had_no_byte_yet()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        var replicas = await emulator.ReplicasAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup());
        gateway.SetFleet(replicas);
        await gateway.ReadyAsync(2);

        var calls = Enumerable.Range(0, 60).Select(i => CallAsync(gateway, TimeSpan.FromMilliseconds(20 * i))).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        await emulator.KillAsync(replicas[0].Id);
        var ends = await Task.WhenAll(calls);

        Assert.All(ends, end => Assert.Equal(HttpStatusCode.OK, end.Status));

        // What had begun on the killed one ends with an error event; everything else is whole.
        Assert.All(ends, end => Assert.True(end.Last == "[DONE]" || end.Last.Contains("stream_broken"), end.Last));
        Assert.Contains(ends, end => end.Last == "[DONE]");
    }

    [Fact]
    public async Task A_replica_that_answers_with_errors_is_passed_over()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        var replicas = await emulator.ReplicasAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup());
        gateway.SetFleet(replicas);
        await gateway.ReadyAsync(2);
        await emulator.FaultAsync(replicas[0].Id, new ReplicaFaultDocument(ErrorRate: 1, ErrorStatus: 503));

        var ends = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CallAsync(gateway, TimeSpan.Zero)));

        Assert.All(ends, end => Assert.Equal((HttpStatusCode.OK, "[DONE]"), end));
    }

    [Fact]
    public async Task ProductionStack749_a_process_that_hangs_with_all_its_requests_costs_seconds_and_no_request()
    {
        await using var emulator = await EmulatorProcess.StartAsync();
        var replicas = await emulator.ReplicasAsync();
        var soon = new JsonObject { ["HangAfter"] = "00:00:02" };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup
        {
            Adjust = g =>
            {
                g["Forwarding"] = new JsonObject { ["Timeouts"] = new JsonObject { ["InteractiveFast"] = soon.DeepClone(), ["InteractiveNormal"] = soon } };
                g["Fleet"] = new JsonObject { ["Health"] = new JsonObject { ["Interval"] = "00:00:00.200", ["Timeout"] = "00:00:00.500" } };
            },
        });
        gateway.SetFleet(replicas);
        await gateway.ReadyAsync(2);
        await emulator.FaultAsync(replicas[0].Id, new ReplicaFaultDocument(Hang: true));

        var streams = Enumerable.Range(0, 8).Select(_ => CallAsync(gateway, TimeSpan.Zero)).ToArray();
        var whole = Enumerable.Range(0, 4).Select(_ => gateway.ChatAsync("\"max_tokens\":20,")).ToArray();

        Assert.All(await Task.WhenAll(streams), end => Assert.Equal((HttpStatusCode.OK, "[DONE]"), end));
        var answers = await Task.WhenAll(whole);
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Contains("reason=\"replica-hung\"", await gateway.Admin.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Last)> CallAsync(GatewayUnderTest gateway, TimeSpan after)
    {
        await Task.Delay(after);
        using var response = await gateway.ChatAsync("\"max_tokens\":20,\"ignore_eos\":true,", stream: true);
        var events = response.IsSuccessStatusCode ? await SseText.AllAsync(response) : [await response.Content.ReadAsStringAsync()];
        return (response.StatusCode, events[^1]);
    }
}
