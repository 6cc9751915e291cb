namespace SageServe.Planning;

/// <summary>
/// One series in steps of equal length for the forecasters, oldest first, ending with the newest bin of all series. A step counts
/// as present when at least half of its bins are; its value is their mean.
/// </summary>
internal sealed class DemandGrid
{
    private readonly bool[] _present;

    public DemandGrid(double[] values, bool[] present, TimeSpan step, Instant end)
    {
        Invariant.Holds(values.Length == present.Length, "a grid has one mark per value");
        Values = values;
        _present = present;
        Step = step;
        End = end;
    }

    /// <summary>Prompt tokens per second; 0 where absent.</summary>
    public double[] Values { get; }

    public TimeSpan Step { get; }

    /// <summary>End of the last step.</summary>
    public Instant End { get; }

    public int Length => Values.Length;

    public bool IsPresent(int index) => index >= 0 && index < _present.Length && _present[index];

    public int CountPresent() => _present.Count(p => p);

    /// <summary>Steps in this time.</summary>
    public int Steps(TimeSpan time) => (int)(time.Ticks / Step.Ticks);

    public static DemandGrid Of(DemandHistory history, DemandSeries series, Instant end, int binsPerStep)
    {
        var last = history.Number(end);
        var steps = series.Oldest < 0 ? 0 : (int)Math.Max(0, (last - series.Oldest) / binsPerStep);
        var values = new double[steps];
        var present = new bool[steps];
        for (var i = 0; i < steps; i++)
        {
            var from = last - (long)(steps - i) * binsPerStep;
            var (mean, count) = series.Mean(from, from + binsPerStep);
            present[i] = count * 2 >= binsPerStep;
            values[i] = present[i] ? mean.PromptTokens : 0;
        }

        return new DemandGrid(values, present, history.Bin * binsPerStep, end);
    }
}
