using System.Diagnostics;

namespace SageServe.Cli;

/// <summary>What is done to the replicas in each round: one is killed and replaced, one hangs for a while, one is restarted.</summary>
internal sealed class SoakFaults(StreamsStage stage, TimeSpan round)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _done = [];

    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken stop)
    {
        var (killed, hung, restarted) = (stage.Replicas[0].Id, stage.Replicas[1].Id, stage.Replicas[2].Id);
        await AtAsync(0.15, stop);
        await stage.KillAsync(killed, stop);
        Note($"{killed} killed");
        await AtAsync(0.25, stop);
        await stage.StartAsync(stop);
        await stage.PublishAsync(stop);
        Note("another one started in its place");
        await AtAsync(0.4, stop);
        await stage.HangAsync(hung, hangs: true, stop);
        Note($"{hung} hangs");
        await AtAsync(0.65, stop);
        await stage.HangAsync(hung, hangs: false, stop);
        Note($"{hung} answers again");
        await AtAsync(0.75, stop);
        await stage.KillAsync(restarted, stop);
        await stage.StartAsync(stop);
        await stage.PublishAsync(stop);
        Note($"{restarted} restarted");
        return _done;
    }

    private Task AtAsync(double share, CancellationToken stop)
    {
        var left = round * share - _watch.Elapsed;
        return left > TimeSpan.Zero ? Task.Delay(left, stop) : Task.CompletedTask;
    }

    private void Note(string what) => _done.Add(FormattableString.Invariant($"{_watch.Elapsed.TotalSeconds:0.0} s: {what}"));
}
