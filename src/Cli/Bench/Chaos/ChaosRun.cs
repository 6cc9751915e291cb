namespace SageServe.Cli;

/// <summary>
/// The run: batches go in group by group, and once a part of a group is done the next fault of Redis or the bucket happens while the rest runs and the next
/// group comes. Gateways are killed all the time.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, Action<string> say)
{
    private const double DoneBeforeFault = 0.4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);
    private readonly IReadOnlyList<ChaosBatch> _batches = ChaosBatch.Make(options, ChaosFiles.Models);
    private TimeSpan _saidAt;
    private ChaosEnds? _ends;

    public async Task<ChaosReport> RunAsync(CancellationToken stop)
    {
        await using var stage = new ChaosStage(options);
        say($"{options.Lines} lines in {options.Batches} batches, {options.Gateways} gateways, {options.Store}, files in a {options.Files}, seed {options.Seed}; logs in {stage.Root}");
        await stage.StartAsync(stop);
        var counts = new ChaosCounts(say);
        using var client = new ChaosClient(stage.Gateways, options.Seed);
        _ends = new ChaosEnds(stage, client, options, counts, _batches);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Limit);
        using var calm = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var killing = new GatewayKiller(stage, options, counts).RunAsync(calm.Token);
        try
        {
            await ActAsync(stage, client, counts, killing, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            say($"not done after {options.Limit.TotalMinutes:0} minutes");
        }
        finally
        {
            // Before the stage goes: a gateway that is started then would be nobody's.
            await calm.CancelAsync();
            await killing;
        }

        counts.Note("chaos over, the results are checked");
        var report = await new ChaosJudge(stage, client, options, counts).JudgeAsync(_batches, stop);
        if (!report.Passes)
        {
            stage.Keep();
        }

        return report;
    }

    private async Task ActAsync(ChaosStage stage, ChaosClient client, ChaosCounts counts, Task killing, CancellationToken stop)
    {
        var faults = ChaosFaults.Order(options);
        var acts = Math.Min(Math.Max(faults.Count, 5) + 1, options.Batches);
        var groups = _batches.Chunk((_batches.Count + acts - 1) / acts).ToArray();
        var submitting = SubmitAsync(groups[0], stop);
        for (var act = 0; act < Math.Max(groups.Length, faults.Count); act++)
        {
            await submitting;
            var mark = _batches.Where(b => b.Id is not null).Sum(b => b.Lines) - (int)((1 - DoneBeforeFault) * (act < groups.Length ? groups[act].Sum(b => b.Lines) : 0));
            await UntilAsync(() => Finished() >= mark, client, counts, killing, stop);
            submitting = act + 1 < groups.Length ? SubmitAsync(groups[act + 1], stop) : Task.CompletedTask;
            var kills = counts.GatewayKills;
            await (act < faults.Count
                ? new ChaosFaults(stage, options, counts).DoAsync(faults[act], stop)
                : UntilAsync(() => counts.GatewayKills > kills, client, counts, killing, stop));
        }

        await submitting;
        await UntilAsync(() => _batches.All(b => b.HasEnded), client, counts, killing, stop);
    }

    private Task SubmitAsync(IEnumerable<ChaosBatch> batches, CancellationToken stop) =>
        Task.WhenAll(batches.Select(b => _ends!.SubmitAsync(b, stop)));

    private async Task UntilAsync(Func<bool> condition, ChaosClient client, ChaosCounts counts, Task killing, CancellationToken stop)
    {
        while (!condition())
        {
            if (killing.IsFaulted)
            {
                await killing;
            }

            await Task.WhenAll(_batches.Where(b => b is { Id: not null, HasEnded: false }).Select(b => b.Tenant).Distinct().Select(t => client.LookAsync(t, _batches, stop)));
            await _ends!.CancelAsync(stop);
            if (counts.Elapsed - _saidAt >= SayEvery)
            {
                _saidAt = counts.Elapsed;
                say(FormattableString.Invariant($"{Finished()} of {options.Lines} lines, {_batches.Count(b => b.HasEnded)} batches ended, {counts.GatewayKills} gateways killed, {counts.Elapsed.TotalSeconds:0} s"));
            }

            await Task.Delay(Look, stop);
        }
    }

    private int Finished() => _batches.Sum(b => b.Completed + b.Failed);
}
