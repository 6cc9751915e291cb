using System.Net;

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

    private static async Task<(HttpStatusCode Status, string Last)> CallAsync(GatewayUnderTest gateway, TimeSpan after)
    {
        await Task.Delay(after);
        using var response = await gateway.ChatAsync("\"max_tokens\":20,\"ignore_eos\":true,", stream: true);
        var events = response.IsSuccessStatusCode ? await SseText.AllAsync(response) : [await response.Content.ReadAsStringAsync()];
        return (response.StatusCode, events[^1]);
    }
}
