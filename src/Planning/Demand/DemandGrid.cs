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

    /// <summary>The same steps with other values.</summary>
    public DemandGrid With(double[] values) => new(values, _present, Step, End);

    /// <summary>
    /// Several series as one. Before its first present step a series brought nothing; after that, a step that one of them lacks is absent.
    /// </summary>
    public static DemandGrid Sum(IReadOnlyList<DemandGrid> grids)
    {
        var length = grids.Max(g => g.Length);
        var values = new double[length];
        var present = new bool[length];
        Array.Fill(present, true);
        var begun = length;
        foreach (var grid in grids)
        {
            var shift = length - grid.Length;
            var first = Array.IndexOf(grid._present, true);
            begun = first < 0 ? begun : Math.Min(begun, shift + first);
            for (var i = first < 0 ? grid.Length : first; i < grid.Length; i++)
            {
                values[shift + i] += grid.Values[i];
                present[shift + i] &= grid._present[i];
            }
        }

        for (var i = 0; i < length; i++)
        {
            present[i] &= i >= begun;
            values[i] = present[i] ? values[i] : 0;
        }

        return new DemandGrid(values, present, grids[0].Step, grids[0].End);
    }

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
