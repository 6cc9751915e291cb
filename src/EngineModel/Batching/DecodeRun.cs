namespace SageServe.EngineModel;

/// <summary>
/// Consecutive decode-only steps of one and the same batch. Each sequence reads one token more with every step, so j steps last
/// j x Decode(n) + perContextToken x (j x context + n x j(j-1)/2) seconds. A step ends at the run's start plus that sum, rounded
/// once: whether steps are taken one by one or skipped, their ends are the same to the tick.
/// </summary>
internal struct DecodeRun
{
    private readonly Instant _start;
    private readonly double _firstTicks;
    private readonly double _moreTicks;

    /// <param name="start">Start of its first step.</param>
    /// <param name="time">Step times.</param>
    /// <param name="step">The first step.</param>
    /// <param name="batch">Version of the batch that it belongs to.</param>
    public DecodeRun(Instant start, StepTime time, in StepSize step, long batch)
    {
        _start = start;
        // A step takes a tick at least, or time would stand still.
        var first = time.DecodeSeconds(step.Decodes) + step.ContextTokens * time.SecondsPerContextToken;
        _firstTicks = Math.Max(1, first * TimeSpan.TicksPerSecond);
        _moreTicks = step.Decodes * time.SecondsPerContextToken * TimeSpan.TicksPerSecond;
        Batch = batch;
    }

    /// <summary>0 when there is no run.</summary>
    public long Batch { get; }

    /// <summary>Steps that have ended.</summary>
    public int Done { get; set; }

    public readonly Instant EndOf(int step) => new(_start.Ticks + Ticks(step));

    /// <summary>Steps that end by this time if the run lasts that long. O(1).</summary>
    public readonly int StepsBy(Instant now)
    {
        var ticks = now.Ticks - _start.Ticks;
        var slope = _firstTicks - _moreTicks / 2;
        var steps = (int)Math.Min(int.MaxValue - 1, 2 * ticks / (slope + Math.Sqrt(slope * slope + 2 * _moreTicks * ticks)));
        while (Ticks(steps + 1) <= ticks)
        {
            steps++;
        }

        while (steps > 0 && Ticks(steps) > ticks)
        {
            steps--;
        }

        return steps;
    }

    private readonly long Ticks(int steps) => (long)(steps * _firstTicks + _moreTicks * (steps * (steps - 1.0) / 2) + 0.5);
}
