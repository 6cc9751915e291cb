namespace SageServe.Cli;

/// <summary>What was done to the processes, and when.</summary>
internal sealed class ChaosCounts(Action<string> say)
{
    private readonly System.Diagnostics.Stopwatch _watch = System.Diagnostics.Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly List<string> _done = [];
    private readonly List<ChaosFault> _faults = [];

    public int GatewayKills { get; private set; }

    public int GatewayHangs { get; private set; }

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

    public void Fault(ChaosFault fault) => _faults.Add(fault);

    /// <summary>How often that was done.</summary>
    public int Of(ChaosFault fault) => _faults.Count(f => f == fault);

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
