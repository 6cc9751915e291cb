namespace SageServe.Planning;

/// <summary>When a pool was last found overrun: one look alone is no surge, and what a surge started goes again slowly.</summary>
internal sealed class SurgeMemory
{
    private bool _before;

    /// <summary>When the last surge was last seen.</summary>
    public Instant LastAt { get; private set; } = Instant.Min;

    /// <summary>True at the second look in a row that finds the load too high.</summary>
    public bool Look(Instant now, bool high)
    {
        var surge = high && _before;
        _before = high;
        LastAt = surge ? now : LastAt;
        return surge;
    }

    /// <summary>Fewest replicas that a shrinking pool may come to: none fewer within a cold start of the surge, then one fewer at a look for as long again.</summary>
    public int Floor(Instant now, int current, int wanted, TimeSpan coldStart) =>
        now - LastAt < coldStart ? current : now - LastAt < coldStart * 2 ? Math.Max(wanted, current - 1) : wanted;
}
