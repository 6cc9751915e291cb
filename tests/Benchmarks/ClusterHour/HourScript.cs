using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>What happens to the regions beside their load, minute by minute.</summary>
internal sealed class HourScript(HourOptions options, HourStage stage, HourNotes notes, Action<string> say)
{
    /// <summary>Longer than a lease.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    /// <summary>In request time, as streams are: two to a few seconds long.</summary>
    private static readonly TimeSpan ReclaimNotice = TimeSpan.FromSeconds(12);

    public async Task RunAsync(Func<TimeSpan> elapsed, CancellationToken stop)
    {
        foreach (var (minute, act) in new (double, Func<CancellationToken, Task>)[]
        {
            (8.5, _ => SilenceAsync()), (18.5, _ => EndSilenceAsync()), (26, _ => ReclaimAsync()), (33, _ => RollOutAsync()), (38, RestartAsync), (42, KillPlannerAsync), (51, KillPacerAsync),
        })
        {
            while (elapsed() < options.At(minute))
            {
                await Task.Delay(options.At(minute) - elapsed(), stop);
            }

            await act(stop);
        }
    }

    private Task SilenceAsync()
    {
        Note("silence", "the gateway of westus tells its scaler nothing for ten minutes, and its load falls");
        return stage.Regions["westus"].SilenceAsync();
    }

    private Task EndSilenceAsync()
    {
        Note("heard", "the gateway of westus can be asked again");
        stage.Regions["westus"].EndSilence();
        return Task.CompletedTask;
    }

    private Task ReclaimAsync()
    {
        var region = stage.Regions["westus"];
        var pod = region.Cluster.Store.List(ResourceTypes.Pods).First(p => p.Text("spec.nodeName") is { Length: > 0 } && p.At("metadata.labels")!["app"]!.ToString() == HourWorld.Workload(HourWorld.Chat));
        Note("reclaim", $"westus loses {pod.Text("spec.nodeName")} in {ReclaimNotice.TotalSeconds:0} s, with {pod.Name()} on it; another machine comes");
        region.AddMachine();
        region.Cluster.Reclaim(pod.Text("spec.nodeName")!, ReclaimNotice);
        return Task.CompletedTask;
    }

    private Task RollOutAsync()
    {
        Note("rollout", $"eastus rolls out {HourWorld.Workload(HourWorld.Code)} anew");
        stage.Regions["eastus"].Change(HourWorld.Code, o => o.Into("spec.template.metadata.annotations")["kubectl.kubernetes.io/restartedAt"] = "now");
        return Task.CompletedTask;
    }

    private async Task RestartAsync(CancellationToken stop)
    {
        Note("restart", $"the API server of northus is away for {Away.TotalSeconds:0} s");
        var server = stage.Regions["northus"].Cluster.Server;
        await server.StopAsync();
        await Task.Delay(Away, stop);
        await server.ResumeAsync();
    }

    private Task KillPlannerAsync(CancellationToken stop) => KillAsync(stage.First.Audit.Holder(AuditLog.Planning), "plans", stop);

    private Task KillPacerAsync(CancellationToken stop) => KillAsync(stage.First.Audit.Holder(AuditLog.Pacing), "paces eastus", stop);

    private async Task KillAsync(string? holder, string role, CancellationToken stop)
    {
        if (stage.Scalers.Find(s => s.Name == holder) is not { } victim)
        {
            notes.Problems.Add($"nobody who {role} could be killed: the lease says '{holder}'");
            return;
        }

        var plans = stage.First.Audit.Holder(AuditLog.Planning) == victim.Name;
        Note("kill", $"{victim.Name}, who {role}, is killed");
        notes.Kills.Add(new LeaderKill(victim.Name, victim.Region, plans, stage.First.Cluster.Store.Now));
        await victim.KillAsync();

        // As a kubelet would; where another can take over it stays away until that has happened.
        await Task.Delay(stage.Scalers.Exists(s => s != victim && s.Region == victim.Region) ? Absence : Restart, stop);
        victim.Start();

        // What comes next may need it to take over.
        await Until.ReadyAsync(stage.Admin, victim.Url.ToString(), stop);
    }

    private void Note(string what, string sentence)
    {
        notes.Acts.Add(new HourAct(what, stage.First.Cluster.Store.Now));
        say(sentence);
    }
}
