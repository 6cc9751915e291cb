using System.Diagnostics;

namespace SageServe.Cli;

/// <summary>A line now and then on standard error.</summary>
internal sealed class LineProgress(TimeSpan every)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _said;

    public void Report(double share, int cases, int findings)
    {
        var turn = _watch.Elapsed.Ticks / every.Ticks;
        if (Interlocked.Exchange(ref _said, turn) != turn)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"bench: {Math.Min(1, share) * 100:0} %, {cases} cases, {findings} findings"));
        }
    }
}
