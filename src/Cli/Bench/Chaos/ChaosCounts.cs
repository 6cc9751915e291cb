namespace SageServe.Cli;

/// <summary>What was done to the processes, and when.</summary>
internal sealed class ChaosCounts(Action<string> say)
{
    private readonly System.Diagnostics.Stopwatch _watch = System.Diagnostics.Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly List<string> _done = [];

    public int GatewayKills { get; private set; }

    public int GatewayHangs { get; private set; }

    public int RedisKills { get; private set; }

    public int RedisPauses { get; private set; }

    public int RedisFlushes { get; private set; }

    public int RedisRestores { get; private set; }

    public TimeSpan Elapsed => _watch.Elapsed;

    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_gate)
            {
                return [.. _done];
            }
        }
    }

    public void GatewayKilled() => GatewayKills++;

    public void GatewayHung() => GatewayHangs++;

    public void Redis(ChaosFault fault)
    {
        RedisKills += fault == ChaosFault.Kill ? 1 : 0;
        RedisPauses += fault == ChaosFault.Pause ? 1 : 0;
        RedisFlushes += fault == ChaosFault.Flush ? 1 : 0;
        RedisRestores += fault == ChaosFault.Restore ? 1 : 0;
    }

    public void Note(string what)
    {
        var line = FormattableString.Invariant($"{_watch.Elapsed.TotalSeconds:0.0} s: {what}");
        lock (_gate)
        {
            _done.Add(line);
        }

        say(line);
    }
}
