namespace SageServe.Simulator;

/// <summary>Adds up a run as it goes; what is open is known one by one, what has ended only in sums.</summary>
internal sealed class RunTally
{
    private readonly ServingCatalog _catalog;
    private readonly SortedDictionary<ModelId, TierTally[]> _models = [];
    private readonly Dictionary<ModelId, TierTally[]> _byModel = [];
    private readonly SortedDictionary<string, TierTally[]> _byTenant = new(StringComparer.Ordinal);
    private readonly List<SimTrack> _open = [];

    public RunTally(ServingCatalog catalog)
    {
        _catalog = catalog;
        foreach (var model in catalog.Models)
        {
            var tiers = Tiers();
            _models.Add(model.Id, tiers);
            _byModel.Add(model.Id, tiers);
        }
    }

    /// <summary>What the planner reads of met and missed targets.</summary>
    public SloMeter Slo { get; } = new();

    /// <summary>Requests that arrived.</summary>
    public int Requests { get; private set; }

    public int Completed { get; private set; }

    /// <summary>Ended otherwise than completed.</summary>
    public int Failed { get; private set; }

    /// <summary>Those that needed more than one attempt on a replica.</summary>
    public int Retried { get; private set; }

    /// <summary>How often clients asked for interactive work; more than its requests where they asked again.</summary>
    public long Tries { get; private set; }

    /// <summary>Requests whose clients asked more than once.</summary>
    public int AskedAgain { get; private set; }

    /// <summary>Patient requests that gave way to interactive ones while they ran.</summary>
    public int Evictions { get; private set; }

    /// <summary>Output tokens that they had got.</summary>
    public long DiscardedTokens { get; private set; }

    /// <summary>Requests that arrived and have not ended, in no order.</summary>
    public IReadOnlyList<SimTrack> Open => _open;

    /// <summary>All models together, in the order of the tiers. A new sum each time.</summary>
    public TierTally[] AllModels()
    {
        var sums = Tiers();
        foreach (var tiers in _models.Values)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i].Merge(tiers[i]);
            }
        }

        return sums;
    }

    /// <summary>Model by model, those with requests.</summary>
    public IReadOnlyList<ModelReport> ByModel() =>
    [
        .. _models.Where(m => m.Value.Any(t => t.Requests > 0))
            .Select(m => new ModelReport(m.Key.Value, [.. m.Value.Where(t => t.Requests > 0).Select(t => t.ToReport())])),
    ];

    /// <summary>Tenant by tenant; empty where the load names none.</summary>
    public IReadOnlyList<TenantReport> ByTenant() =>
        [.. _byTenant.Select(t => new TenantReport(t.Key, [.. t.Value.Where(tier => tier.Requests > 0).Select(tier => tier.ToReport())]))];

    public void Arrived(SimTrack track)
    {
        Requests++;
        track.OpenSlot = _open.Count;
        _open.Add(track);
        Of(track).Arrived(track.Arrival);
        OfTenant(track)?.Arrived(track.Arrival);
    }

    public void Evicted(int tokens)
    {
        Evictions++;
        DiscardedTokens += tokens;
    }

    public void Ended(SimTrack track)
    {
        var last = _open[^1];
        _open[track.OpenSlot] = last;
        last.OpenSlot = track.OpenSlot;
        _open.RemoveAt(_open.Count - 1);
        Completed += track.Outcome == RequestOutcome.Completed ? 1 : 0;
        Failed += track.Outcome == RequestOutcome.Completed ? 0 : 1;
        CountTries(track);
        var tally = Of(track);
        var (judged, met) = (tally.Judged, tally.Met);
        tally.Ended(track);
        Slo.Ended(track.Arrival, tally.Met - met, tally.Judged - judged - (tally.Met - met));
        OfTenant(track)?.Ended(track);
    }

    /// <summary>To be called once, when the run is over.</summary>
    public void Stopped(Instant at)
    {
        foreach (var track in _open)
        {
            CountTries(track);
            Of(track).LeftOpen(track, at);
            OfTenant(track)?.LeftOpen(track, at);
        }
    }

    private TierTally Of(SimTrack track) => _byModel[track.Arrival.Model][(int)track.Arrival.Tier];

    private TierTally? OfTenant(SimTrack track)
    {
        if (track.Arrival.Tenant is not { } tenant)
        {
            return null;
        }

        if (!_byTenant.TryGetValue(tenant.Value, out var tiers))
        {
            tiers = Tiers();
            _byTenant.Add(tenant.Value, tiers);
        }

        return tiers[(int)track.Arrival.Tier];
    }

    private TierTally[] Tiers() => [.. ServiceTiers.All.Select(tier => new TierTally(_catalog, _catalog.Level(tier)))];

    private void CountTries(SimTrack track)
    {
        Retried += track.Attempts > track.Tries && track.Attempts > 1 ? 1 : 0;
        Tries += track.Tries;
        AskedAgain += track.Tries > 1 ? 1 : 0;
    }
}
