namespace SageServe.Cli;

/// <summary>What happens to Redis and the bucket in the run, in an order that the seed decides.</summary>
internal sealed class ChaosFaults(ChaosStage stage, ChaosOptions options, ChaosCounts counts)
{
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(1);
    private static readonly ChaosFault[] OfRedis = [ChaosFault.Kill, ChaosFault.Kill, ChaosFault.Kill, ChaosFault.Pause, ChaosFault.Flush, ChaosFault.Restore];
    private static readonly ChaosFault[] OfBucket = [ChaosFault.PauseBucket, ChaosFault.RestartBucket];

    public static IReadOnlyList<ChaosFault> Order(ChaosOptions options)
    {
        var random = new RandomStream(options.Seed).Child("redis");
        return [.. (options.OnRedis ? OfRedis : []).Concat(options.InBucket ? OfBucket : []).OrderBy(_ => random.NextUInt64())];
    }

    public async Task DoAsync(ChaosFault fault, CancellationToken stop)
    {
        switch (fault)
        {
            case ChaosFault.Kill:
                await stage.Redis!.KillAsync();
                await Task.Delay(Down, stop);
                await stage.Redis.StartAsync(stop);
                counts.Note("Redis killed and started again");
                break;
            case ChaosFault.Pause:
                counts.Note(FormattableString.Invariant($"Redis hangs for {options.Pause.TotalSeconds:0} s"));
                await stage.Redis!.HangAsync(options.Pause, stop);
                break;
            case ChaosFault.Flush:
                await stage.Redis!.FlushAsync(stop);
                counts.Note("Redis flushed");
                break;
            case ChaosFault.Restore:
                stage.Redis!.Dump();
                await Task.Delay(options.DumpAge, stop);
                await stage.Redis.RestoreAsync(stop);
                counts.Note(FormattableString.Invariant($"Redis restored from a dump {options.DumpAge.TotalSeconds:0} s old"));
                break;
            case ChaosFault.PauseBucket:
                counts.Note(FormattableString.Invariant($"the bucket's server hangs for {options.Pause.TotalSeconds:0} s"));
                await stage.Bucket!.HangAsync(options.Pause, stop);
                break;
            default:
                await stage.Bucket!.EndAsync(stop);
                await Task.Delay(options.DumpAge, stop);
                await stage.Bucket.StartAsync(stop);
                counts.Note(FormattableString.Invariant($"the bucket's server ended, and started again after {options.DumpAge.TotalSeconds:0} s"));
                break;
        }

        counts.Fault(fault);
    }
}
