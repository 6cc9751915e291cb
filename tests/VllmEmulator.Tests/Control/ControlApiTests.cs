using System.Net.Http.Json;
using System.Text;

namespace SageServe.VllmEmulator.Tests;

public sealed class ControlApiTests
{
    [Fact]
    public async Task A_replica_goes_from_start_over_drain_to_stop_and_its_id_never_comes_back()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 1);
        var first = Assert.Single(await emulator.Replicas());
        Assert.Equal(("eastus-llama-3.1-8b-1", ReplicaState.Ready), (first.Id.Value, first.State));
        var second = Assert.Single(await emulator.StartReplicas(1, coldStartSeconds: 0));
        Assert.Equal("eastus-llama-3.1-8b-2", second.Id.Value);
        Assert.True(await emulator.Answers(second));

        Assert.Equal(202, (int)(await emulator.Http.PostAsync($"/control/replicas/{second.Id}/drain?limitSeconds=5", null)).StatusCode);
        await Eventually.True(async () => (await emulator.Replica(second.Id)).State == ReplicaState.Stopped, "the idle one stops by itself");
        Assert.False(await emulator.Answers(second));
        var released = await emulator.Replica(second.Id);
        Assert.True(released.ReleasedAt >= released.ReadyAt && released.ReadyAt >= released.AllocatedAt);
        Assert.Single(await emulator.Replicas());

        Assert.Equal("eastus-llama-3.1-8b-3", Assert.Single(await emulator.StartReplicas(1, 0)).Id.Value);
        Assert.Equal(204, (int)(await emulator.Http.DeleteAsync($"/control/replicas/{first.Id}")).StatusCode);
        Assert.False(await emulator.Answers(first));
    }

    [Fact]
    public async Task A_cold_start_lasts_its_time_on_the_envelope_clock_and_refuses_connections_until_then()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 0, speed: 100);
        // The profile's own 155 s at a hundredfold speed: about a second and a half.
        var cold = Assert.Single(await emulator.StartReplicas(1, coldStartSeconds: null));
        Assert.Equal(ReplicaState.Starting, cold.State);
        Assert.False(await emulator.Answers(cold));
        await Eventually.True(async () => (await emulator.Replica(cold.Id)).State == ReplicaState.Ready, "it becomes ready");
        Assert.True(await emulator.Answers(cold));
        var ready = await emulator.Replica(cold.Id);
        var took = ready.ReadyAt!.Value - ready.AllocatedAt;
        Assert.InRange(took, TimeSpan.FromSeconds(155), TimeSpan.FromSeconds(155 + 1500));
    }

    [Fact]
    public async Task A_replica_that_is_stopped_while_it_starts_never_serves()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 0);
        var cold = Assert.Single(await emulator.StartReplicas(1, coldStartSeconds: 3600));
        await emulator.Http.PostAsync($"/control/replicas/{cold.Id}/drain?limitSeconds=5", null);
        await Eventually.True(async () => (await emulator.Replica(cold.Id)).State == ReplicaState.Stopped, "it is stopped");
        Assert.Null((await emulator.Replica(cold.Id)).ReadyAt);
    }

    [Fact]
    public async Task A_kill_fails_the_replica_and_faults_reach_it()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 2);
        var replicas = await emulator.Replicas();
        var chat = new { model = "fast", max_tokens = 2, messages = new[] { new { role = "user", content = "x" } } };
        using var fault = await emulator.Http.PostAsync(
            $"/control/replicas/{replicas[1].Id}/fault", new StringContent("{\"errorRate\":1,\"errorStatus\":503}", Encoding.UTF8, "application/json"));
        Assert.Equal(204, (int)fault.StatusCode);
        Assert.Equal(503, (int)(await emulator.Http.PostAsJsonAsync(replicas[1].Url + "/v1/chat/completions", chat)).StatusCode);
        await emulator.Http.PostAsync($"/control/replicas/{replicas[1].Id}/fault", null);
        Assert.Equal(200, (int)(await emulator.Http.PostAsJsonAsync(replicas[1].Url + "/v1/chat/completions", chat)).StatusCode);

        Assert.Equal(202, (int)(await emulator.Http.PostAsync($"/control/replicas/{replicas[0].Id}/kill", null)).StatusCode);
        Assert.Equal(ReplicaState.Failed, (await emulator.Replica(replicas[0].Id)).State);
        Assert.False(await emulator.Answers(replicas[0]));
        Assert.True(await emulator.Answers(replicas[1]));
    }

    [Fact]
    public async Task Orders_that_make_no_sense_are_refused()
    {
        string[] orders =
        [
            "{",
            """{"pool":{"deployment":{"model":"llama-3.1-8b","region":"westus"},"accelerator":"a100-80gb-x2"},"count":1}""",
            """{"pool":{"deployment":{"model":"unknown","region":"eastus"},"accelerator":"a100-80gb-x2"},"count":1}""",
            """{"pool":{"deployment":{"model":"llama-3.1-8b","region":"eastus"},"accelerator":"a100-80gb-x2"},"count":0}""",
        ];
        await using var emulator = await EmulatorProcess.Start(initial: 0);
        foreach (var order in orders)
        {
            using var answer = await emulator.Http.PostAsync("/control/replicas", new StringContent(order, Encoding.UTF8, "application/json"));
            Assert.Equal(400, (int)answer.StatusCode);
        }

        Assert.Equal(404, (int)(await emulator.Http.DeleteAsync("/control/replicas/no-such")).StatusCode);
        Assert.Empty(await emulator.Replicas(all: true));
    }
}
