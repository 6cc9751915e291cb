namespace SageServe.Planning;

/// <summary>What pacing remembers of the pools' loads and of its own wishes. It stays when options or the catalog change.</summary>
internal sealed class PacingMemory
{
    private readonly Dictionary<PoolId, LoadMeter> _meters = [];
    private readonly Dictionary<PoolId, TunedMemory> _wishes = [];

    public LoadReadings Readings { get; } = new();

    public LoadMeter Meter(PoolId pool, PlanningOptions options)
    {
        if (!_meters.TryGetValue(pool, out var meter))
        {
            _meters.Add(pool, meter = new LoadMeter(options.LoadWindow, options.CapBreakAfter));
        }

        meter.Keep(options.LoadWindow, options.CapBreakAfter);
        return meter;
    }

    public TunedMemory Wishes(PoolId pool, TunedOptions options)
    {
        if (!_wishes.TryGetValue(pool, out var memory))
        {
            _wishes.Add(pool, memory = new TunedMemory(options));
        }

        memory.Follow(options);
        return memory;
    }
}
