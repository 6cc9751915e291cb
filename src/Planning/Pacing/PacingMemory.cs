namespace SageServe.Planning;

/// <summary>What pacing remembers of the pools' loads and of its own wishes. It stays when options or the catalog change.</summary>
internal sealed class PacingMemory
{
    /// <summary>Of a pool and some of its tiers: what differs is the lead, of which there are two.</summary>
    private const int OutlooksMost = 2;

    private readonly Dictionary<PoolId, LoadMeter> _meters = [];
    private readonly Dictionary<PoolId, TunedMemory> _wishes = [];
    private readonly Dictionary<PoolId, SurgeMemory> _surges = [];
    private readonly Dictionary<PoolId, Instant> _firstLooks = [];
    private readonly Dictionary<(PoolId Pool, TierSet Tiers), List<DemandOutlook>> _outlooks = [];

    public LoadReadings Readings { get; } = new();

    public MixMemory Mixes { get; } = new();

    /// <summary>How long replicas took to serve.</summary>
    public ReadyTimes Ready { get; } = new();

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

    public SurgeMemory Surges(PoolId pool)
    {
        if (!_surges.TryGetValue(pool, out var memory))
        {
            _surges.Add(pool, memory = new SurgeMemory());
        }

        return memory;
    }

    /// <summary>Time since this was first asked of a pool.</summary>
    public TimeSpan Watched(PoolId pool, Instant now)
    {
        if (!_firstLooks.TryGetValue(pool, out var first))
        {
            _firstLooks.Add(pool, first = now);
        }

        return now - first;
    }

    /// <summary>
    /// Learns anew from the history where it is asked for something else than the last two times: a lead that goes to and fro, as in a
    /// co-resident group between units that sleep and units to be loaded, forgets nothing.
    /// </summary>
    public DemandOutlook Outlook(PoolId pool, TierSet tiers, OutlookTerms terms)
    {
        if (!_outlooks.TryGetValue((pool, tiers), out var known))
        {
            _outlooks.Add((pool, tiers), known = []);
        }

        var outlook = known.Find(o => o.Terms == terms) ?? new DemandOutlook(pool.Deployment, tiers, terms);
        known.Remove(outlook);
        known.Add(outlook);
        if (known.Count > OutlooksMost)
        {
            known.RemoveAt(0);
        }

        return outlook;
    }
}
