namespace SageServe.ClusterHour;

/// <summary>The hour: stage, load and script side by side, then the verdict.</summary>
internal sealed class HourRun(HourOptions options, Action<string> say)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    public async Task<HourReport> RunAsync(CancellationToken stop)
    {
        using var directory = RunDirectory.Create();
        await using var stage = new HourStage(options, directory);
        say($"{options.Minutes:0} minutes at {options.Speed:0} times real time, seed {options.Seed}; logs in {directory.Root}");
        try
        {
            await stage.StartAsync(stop);
            var report = await ActAsync(stage, stop);
            if (!report.Passes)
            {
                directory.Keep = true;
                foreach (var region in stage.Regions.Values)
                {
                    region.Audit.WriteTo(directory.File($"audit-{region.Region}.txt"));
                }
            }

            return report;
        }
        catch (RunFailedException)
        {
            directory.Keep = true;
            throw;
        }
    }

    private async Task<HourReport> ActAsync(HourStage stage, CancellationToken stop)
    {
        var notes = new HourNotes();
        using var load = new OpenLoopReplayer(TimeProvider.System, new LoadOptions { For = options.Real }, a => stage.Gateway(a.Origin));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = WatchAsync(stage, load, notes, over.Token);
        var script = new HourScript(options, stage, notes, s => say($"minute {Minute(load):0}: {s}")).RunAsync(() => load.Elapsed, over.Token);
        await load.RunAsync(HourLoad.Arrivals(options), stop);
        await script;
        await SettleAsync(stage, notes, stop);
        await over.CancelAsync();
        await watching;
        stop.ThrowIfCancellationRequested();
        return new HourJudge(options, [.. stage.Regions.Values.Select(r => RegionStory.Of(r, stage.Scalers.Count(s => s.Region == r.Region)))], notes).Judge(load.Totals.Snapshot());
    }

    private async Task WatchAsync(HourStage stage, OpenLoopReplayer load, HourNotes notes, CancellationToken stop)
    {
        var told = -1;
        while (!stop.IsCancellationRequested)
        {
            foreach (var region in stage.Regions.Values)
            {
                region.Audit.Look();
            }

            foreach (var dead in stage.Dead().Where(d => !notes.Problems.Exists(p => p.StartsWith(d.Name + " ", StringComparison.Ordinal))).ToArray())
            {
                notes.Problems.Add($"{dead.Name} ended by itself: {dead.LogTail(3)}");
            }

            if ((int)Minute(load) is var minute && minute > told)
            {
                told = minute;
                Tell(stage, minute, notes, load.Totals.Ended);
            }

            await Task.Delay(Look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is under way may come to its end; what does not is for the judge to tell.</summary>
    private static async Task SettleAsync(HourStage stage, HourNotes notes, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!(stage.Regions.Values.All(r => r.IsWhole()) && notes.Kills.TrueForAll(k => LeaseLines.Renewed(stage.Regions[k.Region].Audit.Lines, AuditLog.Pacing, k.At) is not null)) && TimeProvider.System.GetElapsedTime(began) < Settling)
        {
            await Task.Delay(Look, stop);
        }
    }

    private void Tell(HourStage stage, int minute, HourNotes notes, int ended)
    {
        var fleet = stage.Regions.Values.ToDictionary(r => r.Region, r => r.Fleet(minute).ToArray());
        notes.Fleet.AddRange(fleet.Values.SelectMany(f => f));
        if (minute % 5 == 0)
        {
            say($"minute {minute}: {string.Join("; ", fleet.Select(f => $"{f.Key} {string.Join(", ", f.Value.Select(m => m.ToString()))}"))}; {ended} streams ended");
        }
    }

    private double Minute(OpenLoopReplayer load) => load.Elapsed / options.Real * 60;
}
