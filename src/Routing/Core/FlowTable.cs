namespace SageServe.Routing;

/// <summary>The live requests of the flow by id. Ended entries are kept for reuse.</summary>
internal sealed class FlowTable
{
    private readonly Dictionary<RequestId, FlowEntry> _live = [];
    private readonly Stack<FlowEntry> _free = new();
    private readonly int[] _inFlight = new int[ServiceTiers.All.Length];
    private long _order;

    public int Count => _live.Count;

    public ReadOnlySpan<int> InFlightByTier => _inFlight;

    /// <exception cref="InvariantException">A live request has this id already.</exception>
    public FlowEntry Add(InferenceRequest request, bool deferred)
    {
        var entry = _free.Count > 0 ? _free.Pop() : new FlowEntry();
        Invariant.Holds(_live.TryAdd(request.Id, entry), "Ids of live requests are unique");
        entry.Begin(request, _order++, deferred);
        return entry;
    }

    public FlowEntry? Find(RequestId id) => id.IsNone ? null : _live.GetValueOrDefault(id);

    /// <summary>Adds the patient requests at a replica whose clients have had nothing of an answer, in no order. O(live requests).</summary>
    public void AddPatients(InstanceLedger ledger, List<FlowEntry> entries)
    {
        foreach (var entry in _live.Values)
        {
            if (entry.Deferred && entry.Ledger == ledger && !(entry.Request.Streaming && entry.OutputTokens > 0))
            {
                entries.Add(entry);
            }
        }
    }

    public void Move(FlowEntry entry, FlowStage stage)
    {
        _inFlight[(int)entry.Request.Tier] += InFlight(stage) - InFlight(entry.Stage);
        entry.Stage = stage;
    }

    public void Remove(FlowEntry entry)
    {
        Move(entry, FlowStage.New);
        _live.Remove(entry.Request.Id);
        entry.Forget();
        _free.Push(entry);
    }

    private static int InFlight(FlowStage stage) => stage is FlowStage.AtReplica or FlowStage.AtPeer ? 1 : 0;
}
