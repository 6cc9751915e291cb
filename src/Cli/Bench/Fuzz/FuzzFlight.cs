using System.Diagnostics;

namespace SageServe.Cli;

/// <summary>One case while it runs: what the upstream sees of it.</summary>
internal sealed class FuzzFlight(FuzzCase one)
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<long> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;

    public FuzzCase Case { get; } = one;

    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>An upstream has the whole request.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>When (<see cref="Stopwatch"/>) the upstream saw that the other side of a hanging answer had left.</summary>
    public Task<long> Left => _left.Task;

    /// <summary>The script of the attempt that begins now.</summary>
    public UpstreamScript Next()
    {
        var attempt = Interlocked.Increment(ref _attempts);
        _arrived.TrySetResult();
        return Case.Scripts[Math.Min(attempt, Case.Scripts.Length) - 1];
    }

    public void OtherSideLeft() => _left.TrySetResult(Stopwatch.GetTimestamp());

    /// <summary>The scripts that were played, in order.</summary>
    public IEnumerable<UpstreamScript> Played => Enumerable.Range(0, Attempts).Select(i => Case.Scripts[Math.Min(i, Case.Scripts.Length - 1)]);
}
