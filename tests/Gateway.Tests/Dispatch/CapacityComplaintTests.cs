using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Who gets the room of a full replica, seen from outside.</summary>
public sealed class CapacityComplaintTests
{
    /// <summary>Patient work may fill its share and no more: an urgent request finds room at once, however much of the other waits.</summary>
    [Fact]
    public async Task Gie2265_2262_LlmdRouter1185_patient_work_leaves_room_for_what_is_urgent()
    {
        const int Patient = 40;
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var routing = new JsonObject { ["ReplicaBoundSeconds"] = 2, ["DeferredBoundShare"] = 0.5 };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { HoldLimit = TimeSpan.FromMinutes(2), Routing = routing }, engine);

        using var leaving = new CancellationTokenSource();
        var patient = Enumerable.Range(0, Patient).Select(_ => gateway.ChatAsync("\"max_tokens\":20,\"service_tier\":\"flex\",", cancellation: leaving.Token)).ToArray();
        await Eventually.True(() => engine.Requests > 0, "patient work runs");
        using var urgent = await gateway.ChatAsync("\"max_tokens\":20,\"service_tier\":\"priority\",", stream: true);

        Assert.True(urgent.IsSuccessStatusCode);
        Assert.True(engine.Requests < Patient, $"{engine.Requests} run");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(patient));
    }
}
