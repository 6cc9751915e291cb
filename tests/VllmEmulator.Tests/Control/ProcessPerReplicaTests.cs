using System.Diagnostics;
using System.Net.Http.Json;

namespace SageServe.VllmEmulator.Tests;

public sealed class ProcessPerReplicaTests
{
    [Fact]
    public async Task Replicas_in_processes_of_their_own_serve_drain_and_die_alone()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 3, processes: true);
        var replicas = await emulator.Replicas();
        Assert.Equal(3, Children(emulator.Process.Id).Length);
        var chat = new { model = "fast", max_tokens = 3, messages = new[] { new { role = "user", content = "x" } } };
        (await emulator.Http.PostAsJsonAsync(replicas[2].Url + "/v1/chat/completions", chat)).EnsureSuccessStatusCode();

        await emulator.Http.PostAsync($"/control/replicas/{replicas[0].Id}/kill", null);
        Assert.Equal(ReplicaState.Failed, (await emulator.Replica(replicas[0].Id)).State);
        Assert.False(await emulator.Answers(replicas[0]));
        Assert.Equal(2, Children(emulator.Process.Id).Length);

        await emulator.Http.PostAsync($"/control/replicas/{replicas[1].Id}/drain?limitSeconds=5", null);
        await Eventually.True(async () => (await emulator.Replica(replicas[1].Id)).State == ReplicaState.Stopped, "the drained one stops");
        Assert.True(await emulator.Answers(replicas[2]));
        Assert.Single(Children(emulator.Process.Id));
    }

    [Fact]
    public async Task A_process_that_dies_by_itself_is_noticed()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 1, processes: true);
        var replica = Assert.Single(await emulator.Replicas());
        Process.GetProcessById(Assert.Single(Children(emulator.Process.Id))).Kill();
        await Eventually.True(async () => (await emulator.Replica(replica.Id)).State == ReplicaState.Failed, "the crash is noticed");
    }

    [Fact]
    public async Task Children_end_with_a_parent_that_is_killed()
    {
        await using var emulator = await EmulatorProcess.Start(initial: 2, processes: true);
        var children = Children(emulator.Process.Id);
        Assert.Equal(2, children.Length);
        emulator.Process.Kill();
        await Eventually.True(() => children.All(IsGone), "no child is left");
    }

    private static int[] Children(int parent) =>
    [
        .. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)
            .Concat(Directory.GetDirectories($"/proc/{parent}/task")
                .Where(t => !t.EndsWith($"/{parent}", StringComparison.Ordinal))
                .SelectMany(t => File.ReadAllText($"{t}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)))
            .Distinct(),
    ];

    private static bool IsGone(int process) =>
        !File.Exists($"/proc/{process}/stat") || File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
}
