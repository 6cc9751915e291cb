namespace SageServe.Planning;

/// <summary>The open receipts of one pool, or of the units of one co-resident group, and what is needed to settle them.</summary>
/// <param name="spec">The pool; of a group its first member.</param>
/// <param name="around">What stands around it.</param>
/// <param name="first">The first bin to settle.</param>
/// <param name="demandOf">Demand by the name of its tiers; null: of all that are judged.</param>
/// <param name="samples">What ticks saw.</param>
internal sealed class PoolWatch(PoolSpec spec, PoolSurroundings around, long first, Func<string?, BinDemand> demandOf, SampleTrack samples)
{
    /// <summary>Open receipts of a pool; at one more the oldest closes with what is known of it.</summary>
    public const int Most = 64;

    /// <summary>Bins that a late reading may still complete.</summary>
    private const int Grace = 1;

    private readonly List<OpenReceipt> _open = [];
    private readonly BinDemand _all = demandOf(null);
    private readonly Dictionary<string, BinDemand> _named = new(StringComparer.Ordinal);
    private readonly string _judged = around.Judged.ToString();
    private long _next = first;

    public PoolSpec Spec => spec;

    public IReadOnlyList<OpenReceipt> Open => _open;

    /// <summary>Of all that the pool serves at once.</summary>
    public BinDemand Demand => _all;

    public void See(DemandHistory history, Instant now, PoolSample? sample) => samples.See(history.Number(now), history.Start(history.Number(now)) == now, sample);

    /// <summary>Opens a receipt of a move, ends those that it contradicts, or takes it as the same advice again.</summary>
    /// <param name="move">Its fate is known.</param>
    /// <param name="coldStart">Of the pool.</param>
    public void Take(OpenMove move, TimeSpan coldStart)
    {
        var receipt = move.Receipt;
        foreach (var open in _open)
        {
            if (open.EndsAt <= receipt.At)
            {
                continue;
            }

            var opposite = open.Receipt.Kind.Grows() != receipt.Kind.Grows();
            if ((open.Receipt.Kind, open.Receipt.SwapWith) == (receipt.Kind, receipt.SwapWith) && open.Receipt.Fate == receipt.Fate && !open.IsCarriedOut && open.Receipt.Before == receipt.Before)
            {
                open.Repeat(receipt);
                return;
            }

            End(open, receipt, opposite, coldStart);
        }

        if (_open.Count == Most)
        {
            _open[0].End(receipt.At, "too-many");
        }

        _open.Add(new OpenReceipt(move));
    }

    /// <summary>Goes on with what an earlier run kept.</summary>
    public void Restore(OpenMove move) => _open.Add(new OpenReceipt(move));

    /// <summary>Bins since then were not watched.</summary>
    public void Skip(Instant now, TimeSpan bin) => _open.ForEach(o => o.Skip(now.FloorTo(bin), bin));

    /// <summary>Closes all of them at once.</summary>
    public void Close(Instant at, string because, TimeSpan bin, List<MoveReceipt> closed)
    {
        foreach (var open in _open)
        {
            open.End(at, because);
            closed.Add(open.Close(bin, around.Levels));
        }
    }

    /// <summary>Takes in the bins that are over and as complete as they will be, and gives the receipts whose time is over.</summary>
    /// <param name="history">Demand.</param>
    /// <param name="slo">Requests that met or missed their target.</param>
    /// <param name="now">The tick.</param>
    /// <param name="patience">How long demand may lack before a bin counts as not known.</param>
    /// <param name="closed">Closed receipts are added here.</param>
    public void Settle(DemandHistory history, SloTrack slo, Instant now, TimeSpan patience, List<MoveReceipt> closed)
    {
        var complete = (history.End is { } end ? history.Number(end) : 0) - Grace;
        for (; history.Start(_next + 1) <= now && (_next < complete || now - history.Start(_next + 1) > patience); _next++)
        {
            var (start, offered) = (history.Start(_next), _all(history, _next));
            var bin = new WatchedBin(start, start + history.Bin, samples.At(_next), offered, offered, around.Levels.IsEmpty ? null : slo.At(spec.Id.Deployment, _next, history.Bin));
            foreach (var open in _open)
            {
                open.Settle(open.Receipt.Tiers == _judged ? bin : bin with { Named = Named(open.Receipt.Tiers)(history, _next) });
            }
        }

        var settled = history.Start(_next);
        foreach (var over in _open.Where(o => o.EndsAt <= settled))
        {
            closed.Add(over.Close(history.Bin, around.Levels));
        }

        _open.RemoveAll(o => o.EndsAt <= settled);
    }

    private BinDemand Named(string tiers)
    {
        if (!_named.TryGetValue(tiers, out var demand))
        {
            _named.Add(tiers, demand = demandOf(tiers));
        }

        return demand;
    }

    /// <summary>What was carried out ends advice of either kind; else only the opposite ends, of the same fate.</summary>
    private static void End(OpenReceipt open, MoveReceipt by, bool opposite, TimeSpan coldStart)
    {
        if (by.Fate == MoveFate.CarriedOut && !open.IsCarriedOut)
        {
            open.End(by.At, "carried-out");
        }
        else if (opposite && (by.Fate == MoveFate.CarriedOut) == open.IsCarriedOut)
        {
            var takenBack = by.Kind.Grows() && by.Reason != PoolGuardrails.BelowMinimum && by.At - open.Receipt.At < coldStart;
            open.End(by.At, "opposite-move", takenBack);
        }
        else if (!opposite && !open.IsCarriedOut && by.Fate == open.Receipt.Fate && open.Receipt.LastAt < by.At)
        {
            open.End(by.At, "fleet-changed");
        }
    }
}
