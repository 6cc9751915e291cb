namespace SageServe.Cli;

/// <summary>What happens to Redis in the run, in an order that the seed decides.</summary>
internal sealed class RedisFaults(ChaosStage stage, ChaosOptions options, ChaosCounts counts)
{
    private static readonly ChaosFault[] All = [ChaosFault.Kill, ChaosFault.Kill, ChaosFault.Kill, ChaosFault.Pause, ChaosFault.Flush, ChaosFault.Restore];

    public static IReadOnlyList<ChaosFault> Order(ulong seed)
    {
        var random = new RandomStream(seed).Child("redis");
        return [.. All.OrderBy(_ => random.NextUInt64())];
    }

    public async Task DoAsync(ChaosFault fault, CancellationToken stop)
    {
        var redis = stage.Redis!;
        switch (fault)
        {
            case ChaosFault.Kill:
                await redis.KillAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                await redis.StartAsync(stop);
                counts.Note("Redis killed and started again");
                break;
            case ChaosFault.Pause:
                counts.Note(FormattableString.Invariant($"Redis hangs for {options.Pause.TotalSeconds:0} s"));
                await redis.HangAsync(options.Pause, stop);
                break;
            case ChaosFault.Flush:
                await redis.FlushAsync(stop);
                counts.Note("Redis flushed");
                break;
            default:
                redis.Dump();
                await Task.Delay(options.DumpAge, stop);
                await redis.RestoreAsync(stop);
                counts.Note(FormattableString.Invariant($"Redis restored from a dump {options.DumpAge.TotalSeconds:0} s old"));
                break;
        }

        counts.Redis(fault);
    }
}
