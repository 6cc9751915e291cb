using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>The model's replicas in the home region, sorted by id. A snapshot of the same replicas renews them in place, O(replicas).</summary>
internal sealed class HomeView(ModelId model, ServingCatalog catalog, LedgerBook book)
{
    private readonly List<HomeReplica> _replicas = [];
    private Instant _takenAt;

    public IReadOnlyList<HomeReplica> Replicas => _replicas;

    public Utilization KvUtilization { get; private set; } = Utilization.Full;

    public int ReadyCount { get; private set; }

    /// <summary>Replicas that are on their way.</summary>
    public int StartingCount { get; private set; }

    public bool HasStarting => StartingCount > 0;

    /// <summary>
    /// The last moment at which a replica was known ready; where none ever was, that of the first snapshot, and until there is one, all
    /// time: of a fleet that nobody has seen nothing can be said.
    /// </summary>
    public Instant ServedUntil { get; private set; } = Instant.Max;

    /// <summary>True when some replicas are kept for some tiers; else no tier is looked at.</summary>
    public bool IsDivided { get; private set; }

    /// <summary>Of the ready replicas kept for the tier; of all where nothing is kept for anyone. Full without one.</summary>
    public Utilization OwnKvUtilization(ServiceTier tier) => IsDivided ? Of(tier, own: true) : KvUtilization;

    /// <summary>The lower of that and of the replicas that take its overflow: whether the region has room for the tier.</summary>
    public Utilization KvUtilizationFor(ServiceTier tier)
    {
        if (!IsDivided)
        {
            return KvUtilization;
        }

        var (own, overflow) = (OwnKvUtilization(tier), Of(tier, own: false));
        return own.Value <= overflow.Value ? own : overflow;
    }

    /// <summary>True when a ready replica that this request has not tried rests at its own wish: it comes back by itself.</summary>
    public bool AnyRests(FlowEntry entry, Instant now) => _replicas.Any(r => Rests(r, now) && !entry.TriedReplicas.Contains(r.Id));

    /// <summary>Replicas by the state of their circuit, indexed by <see cref="CircuitState"/>.</summary>
    public ImmutableArray<int> CircuitsAt(Instant now)
    {
        var counts = new int[Enum.GetValues<CircuitState>().Length];
        foreach (var replica in _replicas)
        {
            counts[(int)replica.Ledger.Record.Breaker.StateAt(now)]++;
        }

        return [.. counts];
    }

    /// <summary>Until the first of the ready replicas takes work again; zero when one does now.</summary>
    public TimeSpan RestLeft(Instant now)
    {
        var left = TimeSpan.MaxValue;
        foreach (var replica in _replicas)
        {
            if (replica.IsReady)
            {
                var one = Rests(replica, now) ? replica.Ledger.RestsUntil - now : TimeSpan.Zero;
                left = one < left ? one : left;
            }
        }

        return ReadyCount > 0 && left < TimeSpan.MaxValue ? left : TimeSpan.Zero;
    }

    public void Update(FleetSnapshot fleet)
    {
        var deployment = fleet.Find(model);
        var instances = deployment?.Instances ?? [];
        var same = HasSameReplicas(instances);
        if (!same || book.Count > _replicas.Count)
        {
            book.Prune(deployment);
        }

        if (!same)
        {
            Rebuild(instances);
        }

        _takenAt = fleet.TakenAt;
        ReadyCount = 0;
        StartingCount = 0;
        for (var i = 0; i < instances.Length; i++)
        {
            _replicas[i].Renew(instances[i], fleet.TakenAt);
            ReadyCount += instances[i].Phase == InstancePhase.Ready ? 1 : 0;
            StartingCount += instances[i].Phase == InstancePhase.Starting ? 1 : 0;
        }

        ServedUntil = ReadyCount > 0 || ServedUntil == Instant.Max ? fleet.TakenAt : ServedUntil;

        KvUtilization = deployment?.KvUtilization ?? Utilization.Full;
    }

    /// <summary>When the first of those that are on their way is expected to serve, not before now; null when none is. O(replicas).</summary>
    public Instant? NextServesAt(Instant now)
    {
        Instant? next = null;
        foreach (var replica in _replicas)
        {
            if (replica.ServesAt is { } at && (next is null || at < next))
            {
                next = at;
            }
        }

        return next is { } soonest ? Instant.Later(now, soonest) : null;
    }

    /// <summary>The same replicas by another catalog; their ledgers stay.</summary>
    public void Change(ServingCatalog changed)
    {
        catalog = changed;
        var (known, at) = (_replicas.Select(r => r.Snapshot).ToImmutableArray(), _takenAt);
        Rebuild(known);
        for (var i = 0; i < known.Length; i++)
        {
            _replicas[i].Renew(known[i], at);
        }
    }

    public HomeReplica this[int index] => _replicas[index];

    public int Count => _replicas.Count;

    private bool HasSameReplicas(ImmutableArray<InstanceSnapshot> instances)
    {
        if (instances.Length != _replicas.Count)
        {
            return false;
        }

        for (var i = 0; i < instances.Length; i++)
        {
            var known = _replicas[i].Snapshot;
            if (known.Id != instances[i].Id || known.Pool != instances[i].Pool)
            {
                return false;
            }
        }

        return true;
    }

    private void Rebuild(ImmutableArray<InstanceSnapshot> instances)
    {
        _replicas.Clear();
        foreach (var instance in instances)
        {
            _replicas.Add(new HomeReplica(instance, catalog.FindProfile(model, instance.Pool.Accelerator), catalog.FindPool(instance.Pool), book.Of(instance.Id)));
        }

        IsDivided = _replicas.Exists(r => r.IsKeptForSome);
    }

    /// <summary>Of the ready replicas kept for the tier, or of those that take its overflow.</summary>
    private Utilization Of(ServiceTier tier, bool own)
    {
        double used = 0, total = 0;
        foreach (var replica in _replicas)
        {
            if (replica.IsReady && replica.MayServe(tier) && replica.IsOwnOf(tier) == own)
            {
                used += replica.Snapshot.KvUsage.Value * replica.Snapshot.KvCapacityTokens;
                total += replica.Snapshot.KvCapacityTokens;
            }
        }

        return total > 0 ? Utilization.Clip(used / total) : Utilization.Full;
    }

    /// <summary>When the next replica is done with the other gateways' prefill; never where none has any. O(replicas).</summary>
    public Instant NextSiblingEnd(Instant now)
    {
        var next = Instant.Max;
        foreach (var replica in _replicas)
        {
            next = replica.SiblingPrefillEnds > now ? Instant.Earlier(next, replica.SiblingPrefillEnds) : next;
        }

        return next;
    }

    private static bool Rests(HomeReplica replica, Instant now) => replica.IsReady && replica.Ledger.RestsUntil > now;
}
