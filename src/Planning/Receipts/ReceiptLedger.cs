using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// The ledger of moves: a receipt is opened when a move is decided and closed when the time it was decided for is over. It only watches;
/// nothing that is decided depends on it. Costs nothing while no receipt is open. At most <see cref="PoolWatch.Most"/> of a pool are open.
/// </summary>
internal sealed class ReceiptLedger
{
    private readonly SortedDictionary<WatchKey, PoolWatch> _watches = [];
    private readonly Dictionary<string, UnitSight> _units = [];
    private readonly List<OpenMove> _decided = [];
    private readonly MixMemory _mixes = new();
    private readonly SloTrack _slo = new();
    private ServingCatalog _catalog = null!;
    private PlanningOptions _options = null!;
    private ReceiptOpening _opening = null!;
    private ReceiptState? _restored;
    private bool _isCatalogNew;
    private long _sequence;

    /// <summary>Begins every receipt's id, so that ids of two runs differ even where nothing was kept.</summary>
    public long Epoch { get; set; }

    /// <summary>Goes by this catalog and these options from now on; open receipts stay as they were opened.</summary>
    /// <param name="catalog">What is served.</param>
    /// <param name="options">As they are in force.</param>
    /// <param name="leads">How long replicas take to serve.</param>
    public void Follow(ServingCatalog catalog, PlanningOptions options, LeadTimes leads)
    {
        (_catalog, _options, _isCatalogNew) = (catalog, options, true);
        _opening = new ReceiptOpening(catalog, options, new RatedThroughput(catalog, options, _mixes), leads);
    }

    public void Restore(ReceiptState? kept)
    {
        if (kept is not null)
        {
            _sequence = Math.Max(_sequence, kept.Sequence);
            _restored = kept;
        }
    }

    /// <summary>What is open, and what the last tick decided.</summary>
    /// <param name="outcomes">What became of that; null: all was carried out.</param>
    public ReceiptState Keep(ImmutableArray<MoveOutcome>? outcomes) => new(
        _sequence,
        [.. _watches.Values.SelectMany(w => w.Open).Select(o => o.Keep()), .. _restored?.Open ?? []],
        [.. _decided.Select(d => WithFate(d, outcomes)), .. _restored?.Decided ?? []]);

    /// <summary>Takes in what became of the last tick's moves, the fleet and the demand of this one; gives the receipts that closed, or null.</summary>
    public ImmutableArray<MoveReceipt>? Observe(TickInput input, ImmutableArray<PoolFacts> facts, DemandHistory history)
    {
        if (_watches.Count == 0 && _decided.Count == 0 && _restored is null)
        {
            _slo.Clear();
            return null;
        }

        List<MoveReceipt> closed = [];
        Reopen(input.Now, history, closed);
        Learn(input.Outcomes);
        foreach (var reading in input.Slo ?? [])
        {
            _slo.Add(reading, history, BinsKept);
        }

        var round = new LedgerRound(input.Now, null, history) { Groups = input.Groups ?? [] };
        foreach (var (key, watch) in _watches)
        {
            watch.See(history, input.Now, Sample(key, watch, round, facts));
            watch.Settle(history, _slo, input.Now, Patience, closed);
        }

        if (closed.Count == 0)
        {
            return null;
        }

        foreach (var pool in _watches.Where(w => w.Value.Open.Count == 0).Select(w => w.Key).ToList())
        {
            _watches.Remove(pool);
        }

        return [.. closed];
    }

    /// <summary>Notes what this tick decided; what becomes of it is told with the next one.</summary>
    public void Decided(LedgerRound round, ImmutableArray<ScaleAction> actions, IReadOnlyList<PoolMove> moves, ImmutableArray<PoolFacts> facts)
    {
        var before = moves.ToDictionary(m => m.Facts.Pool, m => m.Current);
        foreach (var action in actions)
        {
            if (action.Yields is { } yields)
            {
                var own = moves.First(m => m.Facts.Pool == yields.Pool).Decision;
                Decided(round, yields with { Reason = own.Reason, Detail = $"Give way to {action.Pool} with {action.Count}: {own.Detail}" }, action.Pool, moves, facts, before);
            }

            Decided(round, action, action.From, moves, facts, before);
        }
    }

    /// <param name="round">The tick.</param>
    /// <param name="action">What one pool does.</param>
    /// <param name="swapWith">The other pool, where it is half of a swap.</param>
    /// <param name="moves">Whence it came.</param>
    /// <param name="facts">All pools.</param>
    /// <param name="before">Replicas of each pool after the actions that were noted so far: those of a tick are rungs of one ladder.</param>
    private void Decided(LedgerRound round, ScaleAction action, PoolId? swapWith, IReadOnlyList<PoolMove> moves, ImmutableArray<PoolFacts> facts, Dictionary<PoolId, int> before)
    {
        var move = moves.First(m => m.Facts.Pool == action.Pool);
        var key = WatchKey.Of(_catalog, action.Pool, action.Kind.KeepsUnits() ? null : action.Group)!.Value;
        var watch = Watch(key, round.Now, round.History);
        watch.See(round.History, round.Now, Sample(key, watch, round, facts));
        var newest = round.History.End is { } end ? round.History.Number(end) - 1 : -1;
        var id = string.Create(CultureInfo.InvariantCulture, $"m{Epoch}-{++_sequence}");
        _decided.Add(_opening.Of(id, round, action, swapWith, move, before[action.Pool], facts, watch.Demand(round.History, newest)));
        before[action.Pool] += key.IsOfUnits ? 0 : action.Kind.Grows() ? action.Count : -action.Count;
    }

    /// <summary>How long demand may lack before a bin is not known: as long as it may before nothing shrinks.</summary>
    private TimeSpan Patience => _options.StaleAfter + _options.DemandBin * 2;

    /// <summary>Bins that may still be settled.</summary>
    private int BinsKept => (int)Math.Clamp(Patience.Ticks / _options.DemandBin.Ticks + 8, 16, 4096);

    /// <summary>Nobody who drives the core tells outcomes: all was carried out. Outcomes that leave a move out: it was not.</summary>
    private void Learn(ImmutableArray<MoveOutcome>? outcomes)
    {
        foreach (var move in _decided)
        {
            _watches[Key(move)!.Value].Take(WithFate(move, outcomes), _opening.ColdStart(move.Receipt));
        }

        _decided.Clear();
    }

    /// <summary>Bins between the last run and this one were not watched and are not known. Pools that the catalog no longer has are let go.</summary>
    private void Reopen(Instant now, DemandHistory history, List<MoveReceipt> closed)
    {
        foreach (var move in _restored?.Open ?? [])
        {
            if (Key(move) is { } key)
            {
                Watch(key, now, history).Restore(move);
            }
        }

        foreach (var move in _restored?.Decided ?? [])
        {
            if (Key(move) is { } key)
            {
                Watch(key, now, history).Take(move, _opening.ColdStart(move.Receipt));
            }
        }

        foreach (var watch in _restored is null ? [] : _watches.Values.ToList())
        {
            watch.Skip(now, history.Bin);
        }

        _restored = null;
        if (_isCatalogNew)
        {
            _isCatalogNew = false;
            foreach (var gone in _watches.Keys.Where(k => !IsKnown(k)).ToList())
            {
                _watches[gone].Close(now, "pool-gone", history.Bin, closed);
                _watches.Remove(gone);
            }

            _decided.RemoveAll(d => Key(d) is null);
        }
    }

    private static OpenMove WithFate(OpenMove move, ImmutableArray<MoveOutcome>? outcomes)
    {
        var receipt = move.Receipt;
        var told = outcomes?.FirstOrDefault(o => IsOf(receipt, o));
        var fate = outcomes is null ? MoveFate.CarriedOut : told?.Fate ?? MoveFate.Failed;
        var count = fate == MoveFate.CarriedOut && told is not null ? Math.Clamp(told.Moved, 1, receipt.Count) : receipt.Count;
        return move with { Receipt = receipt with { Fate = fate, Count = count } };
    }

    /// <summary>A swap is told once, as what it is to the pool that grows.</summary>
    private static bool IsOf(MoveReceipt receipt, MoveOutcome told) => receipt is { SwapWith: { } grows, Kind: not ScaleActionKind.SwapModel }
        ? told.Kind == ScaleActionKind.SwapModel && (told.Pool, told.From) == (grows, receipt.Pool)
        : (told.Pool, told.Kind, told.From) == (receipt.Pool, receipt.Kind, receipt.SwapWith);

    private WatchKey? Key(OpenMove move) => WatchKey.Of(_catalog, move.Receipt.Pool, move.Receipt.Group);

    private bool IsKnown(WatchKey key) =>
        key.IsOfUnits ? WatchKey.Of(_catalog, key.Pool, key.Group) == key && _units[key.Group].IsOf(_catalog) : _catalog.FindPool(key.Pool) is not null;

    private PoolSample? Sample(WatchKey key, PoolWatch watch, LedgerRound round, ImmutableArray<PoolFacts> facts) =>
        key.IsOfUnits ? _units[key.Group].Sample(_opening, round, facts) : _opening.Sample(watch.Spec, round.History, round.Now, facts);

    private PoolWatch Watch(WatchKey key, Instant now, DemandHistory history)
    {
        if (_watches.TryGetValue(key, out var watch))
        {
            return watch;
        }

        var spec = _catalog.FindPool(key.Pool)!;
        var around = _opening.Around(spec);
        if (key.IsOfUnits)
        {
            var units = _units[key.Group] = new UnitSight(key.Group, _catalog, _opening);
            watch = new PoolWatch(spec, around with { Levels = [] }, history.Number(now), _ => units.Demand.At, new SampleTrack(BinsKept));
        }
        else
        {
            watch = new PoolWatch(spec, around, history.Number(now), tiers => _opening.Demand(spec, tiers).At, new SampleTrack(BinsKept));
        }

        _watches.Add(key, watch);
        return watch;
    }
}
